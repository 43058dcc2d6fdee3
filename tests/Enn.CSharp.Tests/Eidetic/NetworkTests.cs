using Enn.Eidetic;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>The official shapes.</summary>
public class NetworkTests
{
    /// <summary>Numbers of the body and of heads: measured on the official networks.</summary>
    [Theory]
    [InlineData("mlp-small", 2_100_224)]
    [InlineData("mlp-small-plain", 2_098_688)]
    [InlineData("mlp-pmnist", 5_576_000)]
    [InlineData("mlp-pmnist-plain", 5_572_000)]
    [InlineData("mlp-big", 96_518_144)]
    [InlineData("convnet-small", 805_736)]
    [InlineData("convnet-small-plain", 805_024)]
    [InlineData("convnet-big", 132_882_240)]
    [InlineData("resnet18", 19_120_640)]
    [InlineData("resnet18-high", 19_128_320)]
    [InlineData("resnet34", 29_789_952)]
    [InlineData("resnet50", 143_298_432)]
    [InlineData("resnet101", 224_672_128)]
    public void Bodies_have_the_official_numbers_of_parameters(string name, long expected)
    {
        IArchitecture architecture = name switch
        {
            "mlp-small" => new Mlp(3072, 2, 512),
            "mlp-small-plain" => new Mlp(3072, 2, 512, batchNorm: false),
            "mlp-pmnist" => new Mlp(784, 1, 2000),
            "mlp-pmnist-plain" => new Mlp(784, 1, 2000, batchNorm: false),
            "mlp-big" => new Mlp(3072, 5, 4096),
            "convnet-small" => new ConvNet(3, 2, 8),
            "convnet-small-plain" => new ConvNet(3, 2, 8, batchNorm: false),
            "convnet-big" => new ConvNet(3, 4, 64),
            "resnet18" => new ResNet(ResNetOptions.ResNet18()),
            "resnet18-high" => new ResNet(ResNetOptions.ResNet18() with { LowResolution = false }),
            "resnet34" => new ResNet(ResNetOptions.ResNet34()),
            "resnet50" => new ResNet(ResNetOptions.ResNet50()),
            _ => new ResNet(ResNetOptions.ResNet101()),
        };
        Assert.Equal(expected, architecture.Layers.Sum(l => l.To.Size * l.Connection.FanIn(l.From.Size) + (l.HasBias ? l.To.Size : 0) + (l.NormKey is null ? 0 : 2L * l.To.Size)));
    }

    [Fact]
    public void A_phase_holds_what_the_count_says()
    {
        using var network = new EideticNetwork(new ConvNet(3, 2, 8), [.. Enumerable.Range(0, 5).Select(t => new EideticTask($"{t}", 100))]);
        Assert.Equal(805_736 + 25_700, network.Begin(3).parameters().Sum(p => p.numel()));
        Assert.Equal(29.25e6, network.MultiplyAdds(0, 3, 32, 32), 0.11e6);
    }

    [Fact]
    public void Multiply_adds_are_the_official_networks()
    {
        static double Millions(IArchitecture architecture, int outputs, int heads, params long[] sample)
        {
            var network = new EideticNetwork(architecture, [new("0", outputs)]);
            return (network.MultiplyAdds(0, sample) + (heads - 1.0) * outputs * network.Output.Size) / 1e6;
        }
        Assert.Equal(2.4, Millions(new Mlp(3072, 2, 512), 100, 5, 3, 32, 32), 0.05);
        Assert.Equal(864, Millions(new ResNet(ResNetOptions.ResNet18()), 100, 5, 3, 32, 32), 0.5);
        Assert.Equal(6158, Millions(new ResNet(ResNetOptions.ResNet50()), 100, 5, 3, 32, 32), 0.5);
        Assert.Equal(42_717, Millions(new ResNet(ResNetOptions.ResNet18() with { LowResolution = false }), 100, 5, 3, 224, 224), 1.0);
    }

    [Fact]
    public void Wrong_declarations_are_named()
    {
        Assert.Throws<ArgumentException>(() => new ResNet(new ResNetOptions(3, [2, 2, 2])));
        ChannelGroup a = new("a", 2), b = new("b", 2), image = ChannelGroup.Input(1);
        Assert.Contains("l2 reads b", Wrong([a, b], [Layer("l1", image, a), Layer("l2", b, a), Layer("l3", a, b)]));
        Assert.Contains("gives b", Wrong([a], [Layer("l1", image, a), Layer("l2", a, b)]));
        Assert.Contains("scored gives b", Wrong([a, b], [Layer("l1", image, a)]));
        Assert.Contains("called a", Wrong([a, new("a", 2)], [Layer("l1", image, a)]));
        Assert.Contains("called l1", Wrong([a, b], [Layer("l1", image, a), Layer("l1", a, b)]));
        Assert.Contains("called n", Wrong([a, b], [Layer("l1", image, a, "n"), Layer("n", a, b)]));
        Assert.Contains("reads a", Wrong([a, b], [Layer("l1", image, a), Layer("l2", image, b)]));
        Assert.Contains("head", Wrong([a], [Layer("head", image, a)]));
        Assert.Contains("classifiers.0", Wrong([a], [Layer("classifiers.0", image, a)]));
        var mlp = new Mlp(3, 0, 4);
        new EideticNetwork(mlp, [new("0", 2)]).Begin(0).Seal();
        Assert.Contains("another network", Assert.Throws<ArgumentException>(() => new EideticNetwork(mlp, [new("0", 2)])).Message);

        static EideticLayer Layer(string key, ChannelGroup from, ChannelGroup to, string? norm = null) => new(key, Connection.Linear(), from, to, norm);
        static string Wrong(ChannelGroup[] groups, EideticLayer[] layers) => Assert.Throws<ArgumentException>(() => new EideticNetwork(new Declared(groups, layers), [])).Message;
    }

    private sealed record Declared(IReadOnlyList<ChannelGroup> Groups, IReadOnlyList<EideticLayer> Layers) : IArchitecture
    {
        public Features Forward(Features x) => x;
    }
}
