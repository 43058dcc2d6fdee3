using System.Text.Json;
using Enn.Conformance;
using Enn.CSharp.Tests.NonNegative;
using Enn.Equivariant;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.CSharp.Tests.Equivariant;

/// <summary>Whole networks: invariant logits, what training keeps, counts.</summary>
public class NetworkTests
{
    private static readonly E4Options SmallE4 = new() { Kernel = 3, Reduction = 2, FieldsPerSlice = 2 };

    // Every kind of network, narrow.
    private static IEnumerable<(PlanarGroup Group, Module<Tensor, Tensor> Net)> Nets(EquivarianceMode mode = EquivarianceMode.Exact, double dropout = 0) =>
        from @group in PlanarGroup.All
        from make in new Func<Module<Tensor, Tensor>>[]
        {
            () => new E4Net(new() { Group = @group, Width = 4, Layer = SmallE4 with { Mode = mode }, Dropout = dropout }),
            () => new E4Net(new() { Group = @group, Width = 4, ConvolutionKernel = 3, Layer = SmallE4 with { Mode = mode }, Dropout = dropout }),
            () => new ResNet18(new() { Group = @group, Width = 2, Channels = 1, Mode = mode, Dropout = dropout }),
            () => new ResNet18(new() { Group = @group, Width = 2, Channels = 1, E4 = SmallE4 with { Mode = mode }, Mode = mode, Dropout = dropout }),
        }
        select (@group, make());

    private static Tensor Images(int seed, ScalarType dtype, int height = 16, int width = 16, int count = 3) => new Draw(seed).Normal([count, 1, height, width], dtype);

    private static double Variance(Module<Tensor, Tensor> net, PlanarGroup group, Tensor x)
    {
        using var _ = no_grad();
        var logits = net.call(x);
        return group.Elements.Max(g => Close.Error(logits, net.call(group.Act(g, x))));
    }

    /// <summary>A random narrow network and images of any size: everything follows from its number among the kinds, group, type and seed.</summary>
    public sealed record NetCase(int Kind, string Group, ScalarType Dtype, int Seed);

    [Fact]
    public void Logits_do_not_change_with_the_image() => Property.Holds(
        from kind in Gen.Choose(0, 3)
        from name in Gen.Elements(PlanarGroup.All.Select(g => g.Name).ToArray())
        from dtype in Gen.Elements(ScalarType.Float32, ScalarType.Float64)
        from seed in Property.Seeds
        select new NetCase(kind, name, dtype, seed),
        c =>
        {
            using var scope = NewDisposeScope();
            var draw = new Draw(c.Seed);
            var group = PlanarGroup.All.Single(g => g.Name == c.Group);
            var e4 = new E4Options { Kernel = draw.One(1, 3, 5), Reduction = draw.One(1, 2), FieldsPerSlice = draw.One(1, 2) };
            var width = 2 * draw.Int(1, 2);
            Module<Tensor, Tensor> net = c.Kind switch
            {
                0 => new E4Net(new() { Group = group, Width = width, Layer = e4 }),
                1 => new E4Net(new() { Group = group, Width = width, ConvolutionKernel = draw.One(1, 3, 5) }),
                2 => new ResNet18(new() { Group = group, Width = width, Channels = 1 }),
                _ => new ResNet18(new() { Group = group, Width = width, Channels = 1, E4 = e4 }),
            };
            net.to(c.Dtype);
            LayerCase.Fill(net, draw);
            net.eval();
            Assert.InRange(Variance(net, group, draw.Normal([2, 1, draw.Int(8, 20), draw.Int(8, 20)], c.Dtype)), 0, c.Dtype == ScalarType.Float64 ? 1e-11 : 5e-5);
        }, 60);

    [Fact]
    public void Nets_of_rotations_alone_see_mirrors_and_odd_sizes_break_the_official_ones()
    {
        foreach (var (group, net) in Nets(EquivarianceMode.Official).Where(n => n.Group == PlanarGroup.C4))
        {
            using var scope = NewDisposeScope();
            net.to(ScalarType.Float64);
            foreach (var (name, value) in net.state_dict()) if (name.Contains("running", StringComparison.Ordinal)) value.copy_(value + 0.1 * rand_like(value));
            net.eval();
            Assert.InRange(Variance(net, group, Images(3, ScalarType.Float64)), 0, 1e-11);
            Assert.True(Variance(net, PlanarGroup.D1, Images(3, ScalarType.Float64)) > 1e-3);
            Assert.True(Variance(net, group, Images(3, ScalarType.Float64, 15, 15)) > 1e-3);
        }
    }

    [Theory]
    [InlineData(EquivarianceMode.Exact)]
    [InlineData(EquivarianceMode.Official)]
    public void Training_keeps_invariance_in_exact_mode_only(EquivarianceMode mode)
    {
        manual_seed(4);
        var net = new E4Net(new() { Width = 4, Layer = SmallE4 with { Mode = mode }, Dropout = 0 });
        var optimizer = optim.Adam(net.parameters(), 0.02);
        var (x, labels) = (Images(5, ScalarType.Float32, count: 8), tensor([.. Enumerable.Range(0, 8).Select(i => (long)i)]));
        for (var step = 1; step <= 10; step++)
        {
            using var scope = NewDisposeScope();
            net.train();
            optimizer.zero_grad();
            functional.cross_entropy(net.call(x), labels).backward();
            optimizer.step();
            net.eval();
            var error = Variance(net, PlanarGroup.C4, x);
            if (mode == EquivarianceMode.Exact) Assert.InRange(error, 0, 1e-4);
            else Assert.True(error > 1e-2, $"step {step}: {error}");
        }
    }

    [Theory]
    [InlineData(EquivarianceMode.Exact)]
    [InlineData(EquivarianceMode.Official)]
    public void Loss_and_gradients_are_those_of_the_turned_images(EquivarianceMode mode)
    {
        foreach (var (group, net) in Nets(mode).Where(n => n.Group.Order > 1))
        {
            using var scope = NewDisposeScope();
            net.to(ScalarType.Float64);
            // At first the official affine maps are shared, too.
            net.train();
            var labels = tensor(new long[] { 1, 5, 7 });
            var x = Images(6, ScalarType.Float64);
            (double Loss, Dictionary<string, Tensor> Gradients, Tensor OfInput) Run(int g)
            {
                net.zero_grad();
                var input = group.Act(g, x).contiguous().requires_grad_();
                var loss = functional.cross_entropy(net.call(input), labels);
                loss.backward();
                return (loss.ToDouble(), net.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!.clone()), input.grad!);
            }
            var still = Run(0);
            foreach (var g in group.Elements.Skip(1))
            {
                var moved = Run(g);
                Assert.Equal(still.Loss, moved.Loss, 1e-9);
                Close.Within(1e-8, group.Act(g, still.OfInput), moved.OfInput);
                foreach (var (name, grad) in still.Gradients)
                {
                    // A bias before a normalisation has no gradient but rounding.
                    if (grad.abs().max().ToDouble() < 1e-12) continue;
                    var expected = grad;
                    if (mode == EquivarianceMode.Official && grad.ndim == 1 && name.Contains(".conv1.1.", StringComparison.Ordinal) | name.Contains(".4.conv1.1.", StringComparison.Ordinal))
                        expected = FeatureField.Regular(group, grad.numel() / group.Order).Act(g, grad.view(1, -1, 1, 1)).flatten();
                    Close.Within(1e-8, expected, moved.Gradients[name]);
                }
            }
        }
    }

    public static TheoryData<string, long, long?, long?> Published => new()
    {
        { "normal", 18_694, null, 18_118 }, { "large", 45_514, null, 45_082 }, { "r18", 11_173_962, 11_220_132, null }, { "p4", 11_165_738, 11_188_868, null },
        { "p4-e4", 6_343_178, 6_366_308, 6_340_298 }, { "p4m", 10_552_992, 10_568_922, null }, { "p4m-e4", 5_809_572, 5_825_502, 5_804_952 },
    };

    private static Module<Tensor, Tensor> Net(string name, long classes, bool official)
    {
        E4Net Small(E4NetOptions options) => new(options with { Classes = classes, Layer = options.Layer with { Mode = official ? EquivarianceMode.Official : EquivarianceMode.Exact } });
        ResNet18 Deep(ResNet18Options options) => new((official ? options.Official() : options) with { Classes = classes });
        return name switch
        {
            "normal" => Small(E4NetOptions.Normal),
            "large" => Small(E4NetOptions.Large),
            "r18" => Deep(ResNet18Options.Plain),
            "p4" => Deep(ResNet18Options.P4),
            "p4-e4" => Deep(ResNet18Options.P4E4),
            "p4m" => Deep(ResNet18Options.P4M),
            _ => Deep(ResNet18Options.P4ME4),
        };
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Parameters_are_as_many_as_published(string name, long ten, long? hundred, long? shared)
    {
        using var scope = NewDisposeScope();
        long Count(long classes, bool official)
        {
            using var net = Net(name, classes, official);
            return net.parameters().Sum(p => p.numel());
        }
        Assert.Equal(ten, Count(10, true));
        if (hundred is { } other) Assert.Equal(other, Count(100, true));
        if (shared is { } exact) Assert.Equal(exact, Count(10, false));
    }

    [Theory]
    [InlineData("normal", 15.52, 2.12)]
    [InlineData("large", 38.02, 3.18)]
    [InlineData("r18", 555.4, 0)]
    [InlineData("p4", 2973, 0)]
    [InlineData("p4-e4", 2042, 4.4)]
    [InlineData("p4m", 5619, 0)]
    [InlineData("p4m-e4", 3787, 6.1)]
    public void Multiply_adds_are_those_of_the_official_networks(string name, double products, double aggregations)
    {
        using var scope = NewDisposeScope();
        using var net = Net(name, 10, true);
        var counted = MultiplyAdds.Of(net, name is "normal" or "large" ? zeros(1, 1, 28, 28) : zeros(1, 3, 32, 32));
        Assert.InRange(counted.Products / 1e6 / products, 0.998, 1.002);
        if (aggregations > 0) Assert.InRange(counted.Aggregations / 1e6 / aggregations, 0.98, 1.02);
        else Assert.Equal(0, counted.Aggregations);
        Assert.True(net.training);
    }

    [Theory]
    [InlineData("e4_c4", "{\"in_channels\": 4, \"out_channels\": 6, \"kernel_size\": 3}", 1, 306)]
    [InlineData("e4_d4", "{\"in_channels\": 4, \"out_channels\": 4, \"kernel_size\": 3, \"stride\": 2}", 2, 332)]
    [InlineData("c4_conv3x3", "{\"in_channels\": 2, \"out_channels\": 3, \"bias\": true, \"stride\": 2}", 2, 219)]
    [InlineData("e4_net", "{}", 0, 18_694)]
    [InlineData("e4_net_large", "{\"drop\": 0}", 0, 45_514)]
    [InlineData("d4_resnet18", "{\"dropout\": 0, \"bias\": true, \"num_classes\": 10}", 0, 10_552_992 + 2 * (22 + 44 + 88 + 176))]
    [InlineData("e4d4_resnet18", "{\"dropout\": 0, \"num_classes\": 100}", 0, 5_825_502)]
    public void Arguments_that_a_case_leaves_out_are_the_official_defaults(string name, string arguments, int shrinks, long parameters)
    {
        using var scope = NewDisposeScope();
        var values = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments)!;
        var model = EquivariantModels.Create(name, new ModelArguments(values))!;
        Assert.Equal(parameters, model.Module.parameters().Sum(p => p.numel()));
        if (shrinks > 0) Assert.Equal(8 / shrinks, ((Module<Tensor, Tensor>)model.Module).call(ones(1, ((IEquivariant)model.Module).Input.Channels, 8, 8)).size(3));
    }

    [Fact]
    public void A_state_loads_into_a_net_of_the_same_making()
    {
        foreach (var make in new Func<Module<Tensor, Tensor>>[] { () => new E4Net(new() { Width = 4, Layer = SmallE4 }), () => new ResNet18(new() { Group = PlanarGroup.D2, Width = 2, E4 = SmallE4, Channels = 1 }) })
        {
            var (first, second) = (make(), make());
            Fill.State(first);
            second.load_state_dict(first.state_dict());
            first.eval();
            second.eval();
            Near.Exactly(first.call(Images(7, ScalarType.Float32)), second.call(Images(7, ScalarType.Float32)));
        }
    }
}
