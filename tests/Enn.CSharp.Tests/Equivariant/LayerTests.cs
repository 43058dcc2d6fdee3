using Enn.CSharp.Tests.NonNegative;
using Enn.Equivariant;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.CSharp.Tests.Equivariant;

/// <summary>Phi(g F) = g Phi(F) for every layer, group, element and size; and where the official code does not keep it.</summary>
public class LayerTests
{
    private static double WorstError(Module<Tensor, Tensor> layer, IEquivariant map, Tensor x)
    {
        var y = layer.forward(x);
        return map.Input.Group.Elements.Max(g => Close.Error(map.Output.Act(g, y), layer.forward(map.Input.Act(g, x))));
    }

    [Fact]
    public void Every_layer_is_equivariant() => Property.Holds(LayerCase.Gen(), c =>
    {
        using var scope = NewDisposeScope();
        var (layer, map, x, _) = c.Build();
        Assert.InRange(WorstError(layer, map, x), 0, c.Tolerance);
    }, 300);

    [Fact]
    public void Without_arithmetic_it_is_so_to_the_last_bit() => Property.Holds(LayerCase.Gen(LayerKind.GroupPool, LayerKind.SpatialPool), c =>
    {
        using var scope = NewDisposeScope();
        var (layer, map, x, _) = c.Build();
        Assert.Equal(0, WorstError(layer, map, x));
    });

    [Fact]
    public void In_official_mode_it_holds_for_sizes_that_windows_divide() => Property.Holds(LayerCase.Gen(LayerKind.Strided, LayerKind.SpatialPool), c =>
    {
        using var scope = NewDisposeScope();
        var (layer, map, _, draw) = c.Build(EquivarianceMode.Official);
        Assert.InRange(WorstError(layer, map, draw.Normal([2, map.Input.Channels, 6 * draw.Int(1, 2), 6 * draw.Int(1, 2)], c.Dtype)), 0, c.Tolerance);
    });

    [Theory]
    [InlineData(EquivarianceMode.Exact)]
    [InlineData(EquivarianceMode.Official)]
    public void The_official_pool_breaks_odd_sizes(EquivarianceMode mode)
    {
        var pool = new SpatialPool(FeatureField.Regular(PlanarGroup.C4, 3), 2, mode);
        var error = WorstError(pool, pool, new Draw(1).Normal([2, 12, 7, 9], ScalarType.Float64));
        if (mode == EquivarianceMode.Exact) Assert.Equal(0, error);
        else Assert.True(error > 1e-2, $"{error}");
        Assert.Equal([2L, 12L, 3L, 4L], pool.forward(zeros(2, 12, 7, 9)).shape);
    }

    [Fact]
    public void An_affine_map_of_its_own_for_each_element_breaks_it()
    {
        foreach (var group in PlanarGroup.All.Where(g => g.Order > 1))
        {
            var (layer, map, x, _) = new LayerCase(LayerKind.E4, group.Name, ScalarType.Float64, 3).Build(EquivarianceMode.Official);
            Assert.True(WorstError(layer, map, x) > 1e-3);
            using (no_grad()) foreach (var (name, value) in layer.state_dict()) if (value.ndim == 1 && name.StartsWith("conv1", StringComparison.Ordinal)) value.fill_(0.5);
            Assert.InRange(WorstError(layer, map, x), 0, 1e-12);
        }
    }

    [Fact]
    public void The_official_stride_of_an_E4_layer_breaks_it_and_takes_no_odd_size()
    {
        var (layer, map, x, _) = new LayerCase(LayerKind.StridedE4, "C4", ScalarType.Float64, 5).Build(EquivarianceMode.Official, even: true);
        Assert.True(WorstError(layer, map, x) > 1e-2);
        Assert.Equal(x.size(2) / 2, layer.forward(x).size(2));
        Assert.Contains("exact mode", Assert.Throws<ArgumentException>(() => layer.forward(x.narrow(2, 0, 3))).Message);
    }

    [Fact]
    public void Content_away_from_the_border_can_be_moved_by_pixels() => Property.Holds(LayerCase.Gen(LayerKind.Lift, LayerKind.Convolution, LayerKind.Pixel), c =>
    {
        using var scope = NewDisposeScope();
        var (layer, map, x, draw) = c.Build();
        const int Border = 3;
        var (inner, dy, dx) = (functional.pad(x, [Border, Border, Border, Border]), draw.Int(-1, 1), draw.Int(-1, 1));
        // A bias is the same everywhere, so moving around the edges shows nothing.
        Close.Within(c.Tolerance, layer.forward(inner).roll([dy, dx], [2, 3]), layer.forward(inner.roll([dy, dx], [2, 3])));
    });

    [Fact]
    public void A_generator_of_deltas_gives_the_encoder_back()
    {
        var fields = FeatureField.Regular(PlanarGroup.D4, 4);
        foreach (var kernel in new[] { 1, 3, 5 })
        {
            var layer = new E4Layer(fields, 6, new E4Options { Kernel = kernel, FieldsPerSlice = 3 });
            var state = layer.state_dict();
            using (no_grad())
            {
                state["conv2.0.net.weight"].zero_();
                var bias = state["conv2.0.net.bias"].zero_().view(2, kernel * kernel);
                bias[TensorIndex.Colon, kernel * kernel / 2] = 1;
            }
            var x = new Draw(2).Normal([2, fields.Channels, 6, 5], ScalarType.Float32);
            Near.Exactly(layer.Encode(x), layer.forward(x));
        }
    }

    [Fact]
    public void A_constant_generator_is_a_convolution_with_turned_kernels()
    {
        var group = PlanarGroup.D4;
        var layer = new E4Layer(FeatureField.Regular(group, 3), 4, new E4Options { Kernel = 3, FieldsPerSlice = 2 });
        layer.to(ScalarType.Float64);
        LayerCase.Fill(layer, new Draw(4));
        var state = layer.state_dict();
        using (no_grad()) state["conv2.0.net.weight"].zero_();
        var x = new Draw(5).Normal([2, 24, 7, 6], ScalarType.Float64);
        var kernels = state["conv2.0.net.bias"].view(2, 3, 3);
        var weight = stack([.. Enumerable.Range(0, 4).SelectMany(c => group.Elements.Select(g => group.Act(g, kernels[c / 2])))]).unsqueeze(1);
        Close.Within(1e-13, functional.conv2d(layer.Encode(x), weight, padding: [1, 1], groups: 32), layer.forward(x));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var fields = FeatureField.Regular(PlanarGroup.C4, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GroupConvolution(fields, 2, 4));
        Assert.Throws<ArgumentException>(() => new E4Layer(fields, 5, new E4Options { FieldsPerSlice = 2 }));
        foreach (var reduction in new[] { 4, 0, -1.0 }) Assert.Throws<ArgumentException>(() => new E4Layer(fields, 4, new E4Options { Reduction = reduction }));
        Assert.Throws<ArgumentException>(() => new E4Layer(fields, 4, new E4Options { Kernel = 4 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new E4Layer(fields, 4, new E4Options(), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GroupConvolution(fields, 2, 3, 0));
        Assert.Contains("[B, 12, H, W]", Assert.Throws<ArgumentException>(() => new GroupConvolution(fields, 2, 3).forward(zeros(1, 3, 5, 5))).Message);
        Assert.Throws<ArgumentException>(() => new SpatialPool(fields, 2).forward(zeros(1, 12, 1, 4)));
    }
}
