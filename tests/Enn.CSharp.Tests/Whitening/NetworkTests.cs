using Enn.Networks;
using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Whitening;

/// <summary>ResNets with decomposition layers at the paper's places.</summary>
public class NetworkTests
{
    private static CifarResNet Net(Placement placement, int depth = 18, long classes = 10, long width = 64) => new(depth, classes,
        norm: Placements.Norms(placement, channels => new ZcaNorm(channels, options: WhiteningOptions.Paper(16)), depth), width: width, stem: width == 64 ? null : 64);

    [Theory]
    [InlineData(18, 10, 11_173_962)]
    [InlineData(18, 100, 11_220_132)]
    [InlineData(50, 10, 23_520_842)]
    [InlineData(50, 100, 23_705_252)]
    public void Parameters_are_as_many_as_the_official_networks(int depth, int classes, long count)
    {
        foreach (var placement in new[] { Placement.Nowhere, Placement.Stem })
        {
            using var net = Net(placement, depth, classes);
            Assert.Equal(count, net.parameters().Sum(p => p.numel()));
        }
    }

    [Theory]
    [InlineData(Placement.Nowhere, 18)]
    [InlineData(Placement.Stem, 18, "bn1")]
    [InlineData(Placement.FirstBlock, 34, "layer1.0.bn1", "layer1.0.bn2")]
    [InlineData(Placement.FirstBlock, 50, "layer1.0.bn1", "layer1.0.bn2", "layer1.0.bn3")]
    [InlineData(Placement.Last, 18, "layer4.1.bn2")]
    [InlineData(Placement.Last, 34, "layer4.2.bn2")]
    [InlineData(Placement.Last, 50, "layer4.2.bn3")]
    public void Layers_stand_where_they_are_placed(Placement placement, int depth, params string[] names)
    {
        using var net = Net(placement, depth, width: 4);
        Assert.Equal(names, net.named_modules().Where(m => m.module is ZcaNorm).Select(m => m.name));
    }

    [Theory]
    [InlineData(Placement.Stem)]
    [InlineData(Placement.FirstBlock)]
    [InlineData(Placement.Last)]
    public void Networks_train_and_evaluate(Placement placement)
    {
        manual_seed(1);
        using var net = Net(placement, width: 16);
        var (images, labels) = (randn(16, 3, 16, 16), randint(0, 10, [16]));
        var optimizer = optim.SGD(net.parameters(), 0.05, momentum: 0.9);
        double Step()
        {
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(net.forward(images), labels);
            loss.backward();
            optimizer.step();
            return loss.ToDouble();
        }
        var first = Step();
        for (var i = 0; i < 8; i++) Step();
        Assert.True(Step() < first);
        Assert.All(net.parameters(), p => Assert.True(p.grad!.isfinite().all().item<bool>()));
        net.eval();
        Assert.True(net.forward(images).isfinite().all().item<bool>());
    }

    [Fact]
    public void Only_known_depths() => Assert.Throws<ArgumentOutOfRangeException>(() => new CifarResNet(20));
}
