using Enn.CSharp.Tests.NonNegative;
using Enn.Equivariant;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Property = Enn.CSharp.Tests.NonNegative.Property;

namespace Enn.CSharp.Tests.Equivariant;

public enum LayerKind { Lift, Convolution, Pixel, Strided, Pointwise, BatchNorm, BatchNormTraining, Norm, SpatialPool, GroupPool, E4, StridedE4 }

/// <summary>A random layer of a random group on a map of any size: everything follows from kind, group, type and seed.</summary>
public sealed record LayerCase(LayerKind Kind, string Group, ScalarType Dtype, int Seed)
{
    internal static Gen<LayerCase> Gen(params LayerKind[] kinds) =>
        from kind in FsCheck.Fluent.Gen.Elements(kinds.Length > 0 ? kinds : Enum.GetValues<LayerKind>())
        from name in FsCheck.Fluent.Gen.Elements(PlanarGroup.All.Select(g => g.Name).ToArray())
        from dtype in FsCheck.Fluent.Gen.Elements(ScalarType.Float32, ScalarType.Float64)
        from seed in Property.Seeds
        select new LayerCase(kind, name, dtype, seed);

    internal (Module<Tensor, Tensor> Layer, IEquivariant Map, Tensor X, Draw Draw) Build(EquivarianceMode mode = EquivarianceMode.Exact, bool even = false)
    {
        var draw = new Draw(Seed);
        var group = PlanarGroup.All.Single(g => g.Name == Group);
        var (inputs, slices, share) = (draw.Int(1, 3), draw.Int(1, 3), draw.Int(1, 3));
        var fields = FeatureField.Regular(group, inputs);
        var options = new E4Options { Kernel = draw.One(1, 3, 5), Reduction = 1, FieldsPerSlice = share, Mode = mode };
        Module<Tensor, Tensor> layer = Kind switch
        {
            LayerKind.Lift => new GroupConvolution(FeatureField.Image(group, inputs), slices, draw.One(1, 3, 5), hasBias: draw.Flag()),
            LayerKind.Convolution => new GroupConvolution(fields, slices, draw.One(3, 5), hasBias: draw.Flag()),
            LayerKind.Pixel => new GroupConvolution(fields, slices, 1),
            LayerKind.Strided => new GroupConvolution(fields, slices, draw.One(1, 3), draw.Int(2, 3), draw.Flag(), mode),
            LayerKind.Pointwise => new PointwiseConvolution(fields, slices),
            LayerKind.BatchNorm or LayerKind.BatchNormTraining => new GroupBatchNorm(fields),
            LayerKind.Norm => new FieldNorm(fields, mode),
            LayerKind.SpatialPool => new SpatialPool(fields, draw.Int(2, 3), mode),
            LayerKind.GroupPool => new GroupPool(fields),
            LayerKind.E4 => new E4Layer(fields, slices * share, options),
            _ => new E4Layer(fields, slices * share, options, 2),
        };
        layer.to(Dtype);
        Fill(layer, draw);
        layer.train(Kind == LayerKind.BatchNormTraining);
        var (height, width) = even ? (2 * draw.Int(2, 6), 2 * draw.Int(2, 6)) : (draw.Int(3, 12), draw.Int(3, 12));
        var map = (IEquivariant)layer;
        return (layer, map, draw.Normal([2, map.Input.Channels, height, width], Dtype), draw);
    }

    /// <summary>Random values everywhere: weights of any sign, statistics that are not 0 and 1, affine maps that are no identity.</summary>
    internal static void Fill(Module module, Draw draw)
    {
        using var _ = no_grad();
        foreach (var (name, value) in module.state_dict())
        {
            if (value.ndim == 0) continue;
            var random = draw.Normal(value.shape, ScalarType.Float64, 1 / Math.Sqrt(Math.Max(1, value.numel() / value.shape[0])));
            value.copy_(name.EndsWith("running_var", StringComparison.Ordinal) ? random.abs() + 0.5 : value.ndim == 1 && name.EndsWith("weight", StringComparison.Ordinal) ? random * 0.3 + 1 : random);
        }
    }

    internal double Tolerance => Dtype == ScalarType.Float64 ? 1e-12 : 1e-5;
}
