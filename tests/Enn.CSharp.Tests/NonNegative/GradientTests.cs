using Enn.NonNegative;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>Fused against two-branch evaluation, canonical form: P18 to P21.</summary>
public class GradientTests
{
    [Fact]
    public void P19_fused_and_two_branch_give_the_same_responses_and_gradients() => Property.Holds(LayerCase.Gen(), SameGradients);

    [Fact]
    public void P19_also_for_signed_inputs() => Property.Holds(LayerCase.Gen(signed: true), SameGradients);

    private static void SameGradients(LayerCase which)
    {
        var b = which.Build();
        var p = Overlapping(b);
        var (fused, branches) = (b.With(p, ExecutionPath.Fused), b.With(p, ExecutionPath.TwoBranch));
        var (x1, x2) = (b.X.clone().requires_grad_(), b.X.clone().requires_grad_());
        var (y1, y2) = (fused.forward(x1), branches.forward(x2));
        var upstream = b.Draw.Normal(y1.shape, y1.dtype);
        y1.backward([upstream]);
        y2.backward([upstream]);
        var (unit, size) = (64 * b.Eps, upstream.abs());
        var width = b.Range.Max - b.Range.Min;
        var rows = (p.WeightPlus + p.WeightMinus).flatten(1).sum(1).max().ToDouble();
        Near.Within(unit * (p.Shift.max().ToDouble() + p.Bias.max().ToDouble() + width * rows), y1, y2);
        // Each gradient against the sum of the magnitudes that it adds up: db' of |delta|, dW of |delta| width, dx of |delta| (W+ + W-).
        var perOutput = which.Kind == LayerKind.Linear ? size.sum(0) : size.transpose(0, 1).flatten(1).sum(1);
        Near.Within(unit * perOutput, fused.NewBias.grad!, branches.NewBias.grad!);
        var perWeight = unit * width * perOutput.view([-1, .. Enumerable.Repeat(1L, (int)p.WeightPlus.ndim - 1)]);
        Near.Within(perWeight, fused.WeightPlus.grad!, branches.WeightPlus.grad!);
        Near.Within(perWeight, fused.WeightMinus.grad!, branches.WeightMinus.grad!);
        var x3 = b.X.clone().requires_grad_();
        b.With(p with { WeightPlus = p.WeightPlus + p.WeightMinus, WeightMinus = zeros_like(p.WeightMinus) }, ExecutionPath.Fused).forward(x3).backward([size]);
        Near.Within(unit * x3.grad!, x1.grad!, x2.grad!);
    }

    [Fact]
    public void P18_gradients_exist_for_weights_and_bias_only_and_constants_stay() => Property.Holds(LayerCase.Gen(signed: true), which =>
    {
        var b = which.Build();
        var twin = b.Twin(path: ExecutionPath.Fused);
        var before = twin.state_dict().ToDictionary(e => e.Key, e => e.Value.clone());
        Assert.Equal(["bias", "weight_minus", "weight_plus"], twin.named_parameters().Select(p => p.Item1).Order());
        Assert.Equal(["alpha", "alpha_min", "c"], twin.named_buffers().Select(p => p.Item1).Order());
        twin.forward(b.X).sum().backward();
        Assert.All(twin.parameters(), p => Assert.NotNull(p.grad));
        new Csgd(twin.parameters(), 0.01).Update();
        foreach (var (name, buffer) in twin.named_buffers())
        {
            Assert.False(buffer.requires_grad);
            Near.Exactly(before[name], buffer);
        }
        Assert.True(Near.Difference(before["weight_plus"], twin.WeightPlus) > 0);
    }, 15);

    [Fact]
    public void P20_canonicalising_keeps_the_function_and_makes_supports_disjoint() => Property.Holds(LayerCase.Gen(signed: true), which =>
    {
        using var _ = no_grad();
        var b = which.Build();
        var p = Overlapping(b);
        var layer = b.With(p, ExecutionPath.TwoBranch);
        var before = layer.forward(b.X);
        layer.Canonicalise();
        var scale = p.Bias.max().ToDouble() + (b.Range.Max - b.Range.Min) * (Split.RowSum(p.WeightPlus) + Split.RowSum(p.WeightMinus)).max().ToDouble();
        Near.Within(32 * b.Eps * scale, before, layer.forward(b.X));
        Near.NotNegative(layer.WeightPlus);
        Near.NotNegative(layer.WeightMinus);
        Near.NotNegative(layer.NewBias);
        Assert.Equal(0, minimum(layer.WeightPlus, layer.WeightMinus).max().ToDouble());
    });

    [Fact]
    public void P21_log_softmax_does_not_see_one_shift_for_all() => Property.Holds(Property.Seeds, seed =>
    {
        using var _ = no_grad();
        var draw = new Draw(seed);
        // Weights and alpha that keep c below 200, so that the rounding of z' = z + c stays within the tolerance.
        var (inputs, outputs, alpha) = (draw.Int(1, 64), draw.Int(2, 64), draw.Real(0.1, 10));
        var (weight, bias) = (draw.Normal([outputs, inputs], ScalarType.Float64, 1 / Math.Sqrt(inputs)), draw.Normal([outputs], ScalarType.Float64));
        var x = draw.Uniform([5, inputs], ScalarType.Float64, 0, alpha);
        var expected = nn.functional.log_softmax(nn.functional.linear(x, weight, bias), -1);
        foreach (var rule in Enum.GetValues<ShiftRule>())
        {
            var twin = new NonNegativeLinear(NonNegativeParameters.Of(weight, bias, InputRange.UpTo(alpha), rule)) { Path = ExecutionPath.TwoBranch };
            Assert.InRange(twin.ActivationShift.max().ToDouble(), 0, 200);
            var response = twin.forward(x);
            Near.Within(1e-12, nn.functional.log_softmax(response - twin.Shift, -1), new LogProbabilities().Shifted(response, twin.Shift));
            Near.Within(1e-12, expected, new LogProbabilities().Shifted(response, twin.Shift));
        }
    });

    [Theory]
    [InlineData(ExecutionPath.Fused)]
    [InlineData(ExecutionPath.TwoBranch)]
    public void A_worked_example_has_these_gradients_and_steps(ExecutionPath path)
    {
        var x = tensor([0.2, 0.4, 0.6, 1, 0, 0.5], [2, 3], ScalarType.Float64);
        NonNegativeLinear Layer() => new(NonNegativeParameters.Of(tensor([0.5, -0.25, 1, -1.5, 0.75, -0.5], [2, 3], ScalarType.Float64),
            tensor([0.1, -0.2], ScalarType.Float64), InputRange.Unit))
        { Path = path };
        var layer = Layer();
        Near.Values(1e-12, layer.NewBias, 2.05, 0);
        Near.Values(1e-12, layer.ActivationShift, 2.2);
        Near.Values(1e-12, layer.forward(x) - layer.Shift, 0.7, -0.5, 1.1, -1.95);

        void Backward(NonNegativeLinear l) => l.forward(x).backward([tensor([1.0, -2, 0.5, 3], [2, 2], ScalarType.Float64)]);
        Backward(layer);
        Near.Values(1e-12, layer.WeightPlus.grad!, 0.7, 0.4, 0.85, 2.6, -0.8, 0.3);
        Near.Values(1e-12, layer.WeightMinus.grad!, 0.8, 1.1, 0.65, -1.6, 1.8, 0.7);
        Near.Values(1e-12, layer.NewBias.grad!, 1.5, 1);
        new Csgd(layer.parameters(), 0.1).Update();
        Near.Values(1e-12, layer.WeightPlus, 0.43, 0, 0.915, 0, 0.83, 0);
        Near.Values(1e-12, layer.WeightMinus, 0, 0.14, 0, 1.66, 0, 0.43);
        Near.Values(1e-12, layer.NewBias, 1.9, 0);

        layer = Layer();
        Backward(layer);
        new Nnsgd(layer.parameters(), 0.7, 0.5).Update();
        Near.Values(1e-6, layer.WeightPlus, 0.3864459, 0, 0.7332590, 0, 0.9404916, 0);
        Near.Values(1e-6, layer.WeightMinus, 0, 0.1691338, 0, 2.1056767, 0, 0.3864459);
        Near.Values(1e-6, layer.NewBias, 1.2486484, 0);
    }

    /// <summary>Weights as CSGD leaves them: both branches positive in many places.</summary>
    private static NonNegativeParameters Overlapping(LayerCase.Built b)
    {
        var p = NonNegativeParameters.Of(b.Weight, b.Bias, b.Range);
        return p with
        {
            WeightPlus = p.WeightPlus + b.Draw.Uniform(p.WeightPlus.shape, p.WeightPlus.dtype),
            WeightMinus = p.WeightMinus + b.Draw.Uniform(p.WeightPlus.shape, p.WeightPlus.dtype) * 0.5,
        };
    }
}
