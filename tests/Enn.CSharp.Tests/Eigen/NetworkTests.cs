using System.Text.Json;
using Enn.Conformance;
using Enn.CSharp.Tests.NonNegative;
using Enn.Eigen;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eigen;

/// <summary>Networks: sizes, shapes, twins, folding.</summary>
public class NetworkTests
{
    private static readonly EigenLayers _empty = new(Initialisation.None);

    private static long Parameters(nn.Module network) => network.parameters().Sum(p => p.numel());

    [Theory]
    [InlineData(18, 21, 12_657_772, 12_713_932, 12_795_332, 13_428_188, 11_173_962, 11_220_132, 11_681_832)]
    [InlineData(34, 37, 23_891_948, 23_948_108, 24_029_508, 24_662_364, 21_282_122, 21_328_292, 21_789_992)]
    [InlineData(50, 54, 28_687_660, 28_882_060, 29_117_060, 31_717_060, 23_520_842, 23_705_252, 25_549_352)]
    [InlineData(101, 105, 51_035_180, 51_229_580, 51_464_580, 54_064_580, 42_512_970, 42_697_380, 44_541_480)]
    [InlineData(152, 156, 69_442_860, 69_637_260, 69_872_260, 72_472_260, 58_156_618, 58_341_028, 60_185_128)]
    public void Residual_networks_have_the_papers_sizes(int depth, int layers, long k10, long k100, long k200, long k1000, long dense10, long dense100, long dense1000)
    {
        foreach (var (classes, count) in new[] { (10, k10), (100, k100), (200, k200), (1000, k1000) })
        {
            using var network = new ResNet(new ResNetOptions(depth, classes, _empty));
            Assert.Equal(count, Parameters(network));
            Assert.Equal(layers, EigenLayers.Of(network).Count);
        }
        // A dense twin differs from its Eigen network in the layers alone, so empty Eigen layers count it too: o d values each.
        foreach (var (classes, count) in new[] { (10, dense10), (100, dense100), (1000, dense1000) })
        {
            using var network = new ResNet(new ResNetOptions(depth, classes, _empty));
            Assert.Equal(count, Parameters(network) - EigenLayers.Of(network).Sum(l => l.Factors.Rank * (l.Factors.Outputs + l.Factors.Inputs + 1) - l.Factors.Outputs * l.Factors.Inputs));
        }
    }

    [Fact]
    public void The_dense_twin_of_the_smallest_has_the_papers_size()
    {
        using var twin = new ResNet(new ResNetOptions(18, 10, new DenseLayers()));
        Assert.Equal(11_173_962, Parameters(twin));
        Assert.Empty(EigenLayers.Of(twin));
        Assert.Contains("layer2.0.shortcut.0.weight", twin.state_dict().Keys);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResNet(new ResNetOptions(20, 10, _empty)));
    }

    [Fact]
    public void Vision_transformers_have_the_papers_sizes()
    {
        using (var network = new EVit(new EVitOptions(Layers: _empty)))
        {
            Assert.Equal(130_271_464, Parameters(network));
            Assert.Equal(74, EigenLayers.Of(network).Count);
        }
        using var dense = new EVit(new EVitOptions(Layers: new DenseLayers()));
        Assert.Equal(86_567_656, Parameters(dense));
    }

    [Theory]
    [InlineData(18, 32)]
    [InlineData(18, 64)]
    [InlineData(50, 32)]
    public void Feature_maps_have_the_papers_shapes(int depth, long side)
    {
        using var network = new ResNet(new ResNetOptions(depth, 7, new EigenLayers(Initialisation.OrthogonalBasisUnitSpectrum), Width: 8));
        network.eval();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var h = new Draw(1).Normal([2, 3, side, side], ScalarType.Float32);
        var e = depth < 50 ? 1 : 4;
        foreach (var unit in network.Units)
        {
            h = unit.Forward(h);
            long[] expected = unit.Name switch
            {
                "stem" => [2, 8, side, side],
                "fc" => [2, 7],
                _ => [2, 8 * e << (unit.Name[5] - '1'), side >> (unit.Name[5] - '1'), side >> (unit.Name[5] - '1')],
            };
            Assert.Equal(expected, h.shape);
        }
        Assert.Equal(depth < 50 ? 10 : 18, network.Units.Count);
    }

    [Fact]
    public void The_ImageNet_stem_reads_large_images_at_a_quarter_of_their_side()
    {
        using var network = new ResNet(new ResNetOptions(18, 5, new EigenLayers(Initialisation.OrthogonalBasisUnitSpectrum), Stem.ImageNet, Width: 8));
        network.eval();
        using var _ = no_grad();
        Assert.Equal([1, 8, 24, 24], network.Units[0].Forward(zeros(1, 3, 96, 96)).shape);
        Assert.Equal([1, 5], network.forward(zeros(1, 3, 96, 96)).shape);
    }

    private static ResNet Small(int depth, int seed, ScalarType dtype = ScalarType.Float32)
    {
        manual_seed(seed);
        var network = new ResNet(new ResNetOptions(depth, 10, Width: 8));
        network.to(dtype);
        var draw = new Draw(seed);
        using var _ = no_grad();
        foreach (var (name, buffer) in network.named_buffers())
        {
            if (name.EndsWith("running_mean", StringComparison.Ordinal)) buffer.copy_(draw.Normal(buffer.shape, dtype, 0.2));
            else if (name.EndsWith("running_var", StringComparison.Ordinal)) buffer.copy_(draw.Uniform(buffer.shape, dtype, 0.5, 2));
        }
        network.eval();
        return network;
    }

    [Theory]
    [InlineData(18)]
    [InlineData(50)]
    public void Dense_and_folded_twins_give_the_same_logits(int depth)
    {
        using var network = Small(depth, 3);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var x = new Draw(4).Normal([3, 3, 32, 32], ScalarType.Float32);
        var logits = network.forward(x);
        var tolerance = 1e-4 * logits.abs().max().ToDouble();
        var (dense, folded) = (network.ToDense(), network.ToFolded());
        Near.Within(tolerance, logits, dense.forward(x));
        Near.Within(tolerance, logits, folded.forward(x));
        Near.Within(tolerance, logits, dense.ToFolded().forward(x));
        Assert.DoesNotContain(folded.state_dict().Keys, key => key.Contains("running", StringComparison.Ordinal) || key.Contains("Lambda", StringComparison.Ordinal));
        Assert.Throws<InvalidOperationException>(() => folded.ToFolded());
    }

    [Fact]
    public void Evaluation_treats_each_sample_alone_and_is_repeatable()
    {
        using var network = Small(18, 5);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var x = new Draw(6).Normal([4, 3, 32, 32], ScalarType.Float32);
        var logits = network.forward(x);
        Near.Exactly(logits, network.forward(x));
        for (var i = 0; i < 4; i++) Near.Within(1e-4 * logits.abs().max().ToDouble(), logits[i], network.forward(x.narrow(0, i, 1))[0]);
        var order = tensor(new long[] { 2, 0, 3, 1 });
        Near.Within(1e-4 * logits.abs().max().ToDouble(), logits.index_select(0, order), network.forward(x.index_select(0, order)));
    }

    [Fact]
    public void Reorthonormalising_a_network_leaves_its_logits()
    {
        using var network = Small(18, 7);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var draw = new Draw(8);
        foreach (var layer in EigenLayers.Of(network))
            foreach (var factor in layer.Factors.Bases) factor.add_(draw.Normal(factor.shape, ScalarType.Float32, 0.01));
        var x = draw.Normal([2, 3, 32, 32], ScalarType.Float32);
        var logits = network.forward(x);
        Reorthonormalisation.Apply(EigenLayers.Of(network));
        Near.Within(1e-3 * Math.Max(1, logits.abs().max().ToDouble()), logits, network.forward(x));
        Assert.All(OrthonormalityReport.Of(network), report => Assert.True(report.SingularValueError < 1e-4));
        Assert.Equal("conv1", OrthonormalityReport.Of(network)[0].Layer);
    }

    [Fact]
    public void A_small_vision_transformer_and_its_dense_twin_agree()
    {
        manual_seed(9);
        var options = new EVitOptions(32, 8, 2, 2, 16, 24, 6, 0.1);
        using var network = new EVit(options);
        network.eval();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var x = new Draw(10).Normal([3, 3, 32, 32], ScalarType.Float32);
        var logits = network.forward(x);
        Assert.Equal([3, 6], logits.shape);
        Near.Within(1e-4, logits, network.ToDense().forward(x));
        Assert.Contains("32", Assert.Throws<ArgumentException>(() => network.forward(zeros(1, 3, 40, 40))).Message);
        Assert.Throws<ArgumentException>(() => new EVit(options with { ImageSize = 33 }));
        Assert.Throws<ArgumentException>(() => new EVit(options with { Heads = 3 }));
        Assert.Throws<ArgumentException>(() => new EVit(options with { Depth = 0 }));
    }

    [Fact]
    public void A_representation_layer_stands_between_class_token_and_logits()
    {
        manual_seed(12);
        var options = new EVitOptions(16, 8, 1, 2, 8, 8, 3, 0, RepresentationWidth: 5);
        using var network = new EVit(options);
        network.eval();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Assert.Equal(["pre_logits.Q", "pre_logits.Lambda", "pre_logits.P", "pre_logits.bias", "head.Q"], network.state_dict().Keys.SkipWhile(key => !key.StartsWith("pre_logits", StringComparison.Ordinal)).Take(5));
        var x = new Draw(13).Normal([2, 3, 16, 16], ScalarType.Float32);
        var logits = network.forward(x);
        Near.Within(1e-4, logits, network.ToDense().forward(x));
        var modules = network.named_modules().ToDictionary(m => m.name, m => m.module);
        var tokens = network.Units.SkipLast(1).Aggregate(x, (h, unit) => unit.Forward(h));
        var normal = ((TorchSharp.Modules.LayerNorm)modules["encoder.ln_final"]).forward(tokens);
        var expected = ((EigenLinear)modules["head"]).forward(((EigenLinear)modules["pre_logits"]).forward(normal).tanh());
        Near.Within(1e-5, expected.select(1, 0), logits);
        Near.Within(1e-5, expected, network.Read(tokens));
    }

    [Fact]
    public void A_case_may_leave_out_what_the_official_constructors_have_defaults_for()
    {
        static nn.Module Create(string name, string arguments) => EigenModels.Create(name, new ModelArguments(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments)!))!.Module;
        var plain = (EigenConv2d)Create("conv2d", """{"in_channels": 3, "out_channels": 4, "kernel_size": 3}""");
        Assert.Null(plain.BiasParameter);
        Assert.Equal((6L, 6L), (plain.OutputSize(0, 8), plain.OutputSize(1, 8)));
        var odd = (EigenConv2d)Create("conv2d", """{"in_channels": 3, "out_channels": 4, "kernel_size": [3, 1], "stride": [2, 1], "padding": [1, 0], "dilation": [2, 1], "bias": true}""");
        Assert.Equal([4, 3, 3, 1], odd.WeightShape);
        Assert.NotNull(odd.BiasParameter);
        Assert.Equal((4L, 9L), (odd.OutputSize(0, 9), odd.OutputSize(1, 9)));
        Assert.NotNull(((EigenLinear)Create("linear", """{"in_features": 3, "out_features": 4}""")).BiasParameter);
        Assert.Equal(10, ((ResNet)Create("resnet18", "{}")).Options.Classes);
        const string Tiny = "\"image_size\": 16, \"patch_size\": 8, \"num_layers\": 1, \"num_heads\": 2, \"hidden_dim\": 8, \"mlp_dim\": 8, \"num_classes\": 3";
        Assert.Null(((EVit)Create("evit", $"{{{Tiny}, \"representation_size\": null}}")).Options.RepresentationWidth);
        Assert.Equal(5, ((EVit)Create("evit", $"{{{Tiny}, \"representation_size\": 5}}")).Options.RepresentationWidth);
        Assert.Contains("kernel_size", Assert.Throws<ConformanceException>(() => Create("conv2d", """{"in_channels": 3, "out_channels": 4, "kernel_size": [3, 1, 1]}""")).Message);
    }

    [Fact]
    public void A_vision_transformer_computes_of_its_last_layer_only_what_the_head_reads()
    {
        manual_seed(12);
        using var network = new EVit(new EVitOptions(16, 8, 2, 2, 8, 8, 3, 0));
        network.to(ScalarType.Float64);
        var x = new Draw(12).Normal([4, 3, 16, 16], ScalarType.Float64);
        Tensor[] Gradients(Tensor logits)
        {
            network.zero_grad();
            logits.square().sum().backward();
            return [.. network.parameters().Select(p => p.grad!.clone())];
        }
        var brief = network.forward(x);
        var whole = network.Units.Aggregate(x, (h, unit) => unit.Forward(h));
        Near.Within(1e-12, whole, brief);
        foreach (var (expected, actual) in Gradients(whole).Zip(Gradients(brief))) Near.Within(1e-12, expected, actual);
    }

    [Fact]
    public void Units_share_nothing_and_make_up_the_network()
    {
        var networks = new nn.Module[] { Small(18, 11), new EVit(new EVitOptions(16, 8, 2, 2, 8, 8, 3)) };
        foreach (var network in networks)
        {
            var units = ((IUnitChain)network).Units;
            Assert.Equal(network.parameters().Count(), units.Sum(u => u.Parameters.Count));
            Assert.Equal(network.parameters().ToHashSet(ReferenceEqualityComparer.Instance), units.SelectMany(u => u.Parameters).ToHashSet(ReferenceEqualityComparer.Instance));
            Assert.Equal(network.state_dict().Keys.Order(), units.SelectMany(u => u.State()).Select(s => s.Name).Order());
            Assert.Equal(EigenLayers.Of(network).Count, units.Sum(u => u.Layers.Count));
        }
    }
}
