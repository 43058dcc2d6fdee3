using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>Sizes and state-dict keys of the paper's networks.</summary>
public class ArchitectureTests
{
    private static long Parameters(nn.Module network) => network.parameters().Sum(p => p.numel());

    [Fact]
    public void Small_networks_have_these_sizes()
    {
        Assert.Equal(100710, Parameters(new Mlp([784, 100, 200, 10], new Relu())));
        Assert.Equal(1579530, Parameters(new Mlp([1024, 1024, 512, 10], new Relu())));
        Assert.Equal(201110, Parameters(NonNegativeTransform.Apply(new Mlp([784, 100, 200, 10], new ReluN(6)))));
        var cnn = new SimpleCnn(new PhotonicSigmoid());
        Assert.Equal(3670858, Parameters(cnn));
        Assert.Equal([2, 10], cnn.forward(zeros(2, 3, 32, 32)).shape);
        Assert.Equal(["conv1.weight", "conv1.bias"], cnn.state_dict().Keys.Take(2));
    }

    [Fact]
    public void Alexnet_on_small_images_has_this_size()
    {
        var network = new AlexNet(10);
        Assert.Equal(57044810, Parameters(network));
        Assert.Equal(["features.0.weight", "features.3.weight", "features.6.weight", "features.8.weight", "features.10.weight", "classifier.1.weight", "classifier.4.weight", "classifier.6.weight"],
            network.state_dict().Keys.Where(k => k.EndsWith("weight", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(18, 11689512, 20)]
    [InlineData(50, 25557032, 53)]
    public void Residual_networks_have_these_sizes(int depth, long parameters, int convolutions)
    {
        var network = new ResNet(depth);
        Assert.Equal(parameters, Parameters(network));
        var keys = network.state_dict().Where(e => e.Value.ndim == 4).Select(e => e.Key).ToList();
        Assert.Equal(convolutions, keys.Count);
        Assert.Contains("layer2.0.downsample.0.weight", keys);
    }

    [Fact]
    public void Vgg_has_torchvisions_size_and_indices()
    {
        using var network = new Vgg(11);
        Assert.Equal(132863336, Parameters(network));
        int[] features = [0, 3, 6, 8, 11, 13, 16, 18];
        Assert.Equal([.. features.Select(i => $"features.{i}"), "classifier.0", "classifier.3", "classifier.6"],
            network.state_dict().Keys.Where(k => k.EndsWith(".weight", StringComparison.Ordinal)).Select(k => k[..^".weight".Length]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Vgg(12));
    }

    [Fact]
    public void An_official_checkpoint_of_a_residual_network_loads_and_is_evaluated_with_its_twin()
    {
        Assert.Equal("layers_dict.layer1.0.layers_dict.conv1.weight", OfficialKeys.ToOfficial("layer1.0.conv1.weight"));
        Assert.Equal("layers_dict.layer2.0.layers_dict.downsample.1.running_mean", OfficialKeys.ToOfficial("layer2.0.downsample.1.running_mean"));
        Assert.Equal("layers_dict.fc.bias", OfficialKeys.ToOfficial("fc.bias"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResNet(20));

        using var _ = no_grad();
        using var pretrained = Networks.Randomise(new ResNet(18), 5);
        pretrained.eval();
        var official = pretrained.state_dict().ToDictionary(e => OfficialKeys.ToOfficial(e.Key), e => e.Value);
        var configuration = ImageNetConfiguration.All.Single(c => c.Name == "resnet18");
        using var network = configuration.Load(official);
        var x = new Draw(6).Uniform([4, 3, 32, 32], ScalarType.Float32, -2, 2);
        Near.Exactly(pretrained.forward(x), network.forward(x));

        // The labels are the network's own second choices: never the first, always among five.
        var labels = network.forward(x).topk(2).indexes.select(1, 1);
        var result = (configuration with { Bound = 1e4 }).Evaluate(network, [(x, labels)]);
        Assert.Equal(new ImageNetResult(4, 0, 1, 0, 1), result);
        Assert.Throws<ArgumentException>(() => configuration.Evaluate(network, []));

        official.Remove("layers_dict.fc.bias");
        Assert.Contains("fc.bias", Assert.Throws<ArgumentException>(() => configuration.Load(official)).Message);
        official["layers_dict.fc.bias"] = zeros(3);
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => configuration.Load(official)).Message);
        official["layers_dict.fc.bias"] = pretrained.state_dict()["fc.bias"];
        official["other"] = zeros(1);
        Assert.Contains("other", Assert.Throws<ArgumentException>(() => configuration.Load(official)).Message);
    }

    [Fact]
    public void Initialisers_draw_from_their_distributions()
    {
        manual_seed(3);
        var network = new Mlp([200, 300, 10], new Relu());
        var weight = network.state_dict()["layer1.weight"];
        Initialisers.XavierNormal(network);
        Assert.Equal(Math.Sqrt(2.0 / 500), weight.std().ToDouble(), 1e-3);
        Initialisers.KaimingNormal(network);
        Assert.Equal(Math.Sqrt(2.0 / 200), weight.std().ToDouble(), 2e-3);
        Initialisers.Exponential(network, 4);
        Near.NotNegative(weight);
        Assert.Equal(0.25, weight.mean().ToDouble(), 5e-3);
        Initialisers.FillBias(network, 0.5);
        Near.Values(0, network.state_dict()["layer2.bias"], [.. Enumerable.Repeat(0.5, 10)]);
    }
}
