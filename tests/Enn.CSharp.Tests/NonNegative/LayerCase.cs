using Enn.NonNegative;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

public enum LayerKind { Linear, Conv1d, Conv2d }

/// <summary>A random layer with inputs in a random range: everything follows from kind, type and seed.</summary>
public sealed record LayerCase(LayerKind Kind, ScalarType Dtype, bool Signed, int Seed)
{
    internal static Gen<LayerCase> Gen(bool signed = false) =>
        from kind in FsCheck.Fluent.Gen.Elements(LayerKind.Linear, LayerKind.Conv1d, LayerKind.Conv2d)
        from dtype in FsCheck.Fluent.Gen.Elements(ScalarType.Float32, ScalarType.Float64)
        from seed in Property.Seeds
        select new LayerCase(kind, dtype, signed, seed);

    internal Built Build() => new(this);

    /// <summary>The layer, its inputs and the scale of its rounding errors.</summary>
    internal sealed class Built
    {
        private readonly LayerCase _case;

        internal Built(LayerCase which)
        {
            _case = which;
            var draw = new Draw(which.Seed);
            var alpha = Math.Exp(draw.Real(Math.Log(0.1), Math.Log(100)));
            Range = new InputRange(which.Signed ? -Math.Exp(draw.Real(Math.Log(0.1), Math.Log(20))) : 0, alpha).RoundedTo(which.Dtype);
            Original = which.Kind switch
            {
                LayerKind.Linear => Linear(draw, which.Dtype),
                LayerKind.Conv1d => Conv1d(draw, which.Dtype),
                _ => Conv2d(draw, which.Dtype),
            };
            X = draw.Uniform(InputShape, which.Dtype, Range.Min, Range.Max);
            Draw = draw;
        }

        internal Draw Draw { get; }
        internal nn.Module<Tensor, Tensor> Original { get; }
        internal InputRange Range { get; }
        internal Tensor X { get; }
        internal Tensor Weight { get; private set; } = null!;
        internal Tensor? Bias { get; private set; }
        internal ConvolutionGeometry? Geometry => Original is Convolution c ? ConvolutionGeometry.Of(c) : null;
        private long[] InputShape { get; set; } = [];

        internal double Eps => _case.Dtype == ScalarType.Float32 ? 1.1920929e-7 : 2.220446e-16;

        /// <summary>32 eps (c + alpha max_i sum_j |W_ij| + max |b|).</summary>
        internal double Tolerance(NonNegativeLayer twin) => 32 * Eps
            * (twin.ActivationShift.max().ToDouble() + Math.Max(Range.Max, -Range.Min) * Split.RowSum(Weight.abs()).max().ToDouble() + (Bias?.abs().max().ToDouble() ?? 0));

        internal NonNegativeLayer Twin(ShiftRule rule = ShiftRule.Paper, ExecutionPath path = ExecutionPath.TwoBranch, InputRange? range = null)
        {
            NonNegativeLayer twin = Original switch
            {
                Linear l => new NonNegativeLinear(l, range ?? Range, rule),
                TorchSharp.Modules.Conv1d c => new NonNegativeConv1d(c, range ?? Range, rule),
                TorchSharp.Modules.Conv2d c => new NonNegativeConv2d(c, range ?? Range, rule),
                _ => throw new InvalidOperationException(),
            };
            twin.Path = path;
            return twin;
        }

        internal NonNegativeLayer With(NonNegativeParameters parameters, ExecutionPath path)
        {
            NonNegativeLayer twin = _case.Kind switch
            {
                LayerKind.Linear => new NonNegativeLinear(parameters),
                LayerKind.Conv1d => new NonNegativeConv1d(parameters, Geometry!),
                _ => new NonNegativeConv2d(parameters, Geometry!),
            };
            twin.Path = path;
            return twin;
        }

        private Linear Linear(Draw draw, ScalarType dtype)
        {
            var (inputs, outputs) = (draw.Int(1, 64), draw.Int(1, 64));
            var layer = nn.Linear(inputs, outputs, draw.Flag(0.7), dtype: dtype);
            InputShape = [draw.Int(1, 5), inputs];
            Set(draw, layer.weight!, layer.bias);
            return layer;
        }

        private Convolution Conv1d(Draw draw, ScalarType dtype)
        {
            var (groups, mode, kernel, stride, dilation) = (draw.Int(1, 3), Mode(draw), draw.Int(1, 5), draw.Int(1, 3), draw.Int(1, 2));
            var (inputs, outputs, bias) = (groups * draw.Int(1, 3), groups * draw.Int(1, 3), draw.Flag(0.7));
            var same = draw.Flag(0.2);
            Convolution layer = same
                ? nn.Conv1d(inputs, outputs, kernel, Padding.Same, 1, dilation, mode, groups, bias, dtype: dtype)
                : nn.Conv1d(inputs, outputs, kernel, stride, draw.Int(0, 2), dilation, mode, groups, bias, dtype: dtype);
            InputShape = [draw.Int(1, 3), inputs, Size(draw, kernel, dilation)];
            Set(draw, layer.weight!, layer.bias);
            return layer;
        }

        private Convolution Conv2d(Draw draw, ScalarType dtype)
        {
            var (groups, mode, kh, kw, dilation) = (draw.Int(1, 3), Mode(draw), draw.Int(1, 5), draw.Int(1, 5), (draw.Int(1, 2), draw.Int(1, 2)));
            var (inputs, outputs, bias) = (groups * draw.Int(1, 3), groups * draw.Int(1, 3), draw.Flag(0.7));
            Convolution layer = draw.Int(0, 5) switch
            {
                0 => nn.Conv2d(inputs, outputs, (kh, kw), Padding.Same, (1, 1), dilation, mode, groups, bias, dtype: dtype),
                1 => nn.Conv2d(inputs, outputs, (kh, kw), Padding.Valid, (draw.Int(1, 3), draw.Int(1, 3)), dilation, mode, groups, bias, dtype: dtype),
                _ => nn.Conv2d(inputs, outputs, (kh, kw), (draw.Int(1, 3), draw.Int(1, 3)), (draw.Int(0, 2), draw.Int(0, 2)), dilation, mode, groups, bias, dtype: dtype),
            };
            InputShape = [draw.Int(1, 2), inputs, Size(draw, kh, dilation.Item1), Size(draw, kw, dilation.Item2)];
            Set(draw, layer.weight!, layer.bias);
            return layer;
        }

        private static PaddingModes Mode(Draw draw) =>
            draw.One(PaddingModes.Zeros, PaddingModes.Zeros, PaddingModes.Zeros, PaddingModes.Reflect, PaddingModes.Replicate, PaddingModes.Circular);

        // Large enough for any padding to be reflected.
        private static int Size(Draw draw, int kernel, int dilation) => Math.Max(dilation * (kernel - 1) + 1, 5) + draw.Int(0, 3);

        private void Set(Draw draw, Parameter weight, Parameter? bias)
        {
            using var _ = no_grad();
            weight.copy_(draw.Weight(weight.shape, weight.dtype));
            bias?.copy_(draw.Normal(bias.shape, bias.dtype, draw.One(0.1, 1, 30)));
            (Weight, Bias) = (weight.detach(), bias?.detach());
        }
    }
}
