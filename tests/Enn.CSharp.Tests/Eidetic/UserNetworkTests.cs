using Enn.Data;
using Enn.Eidetic;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>The example of <see cref="IArchitecture"/>: a network of one's own, with a linear layer behind a flattened map, learns, prunes, grows and is extracted.</summary>
public class UserNetworkTests
{
    internal sealed class Digits : IArchitecture
    {
        private readonly EideticLayer _first, _second, _third;

        public Digits()
        {
            ChannelGroup image = ChannelGroup.Input(1), edges = new("edges", 8), parts = new("parts", 16), digits = new("digits", 32);
            _first = new EideticLayer("conv1", Connection.Conv2d(3, padding: 1), image, edges, norm: "bn1", bias: false);
            _second = new EideticLayer("conv2", Connection.Conv2d(3, padding: 1), edges, parts);
            _third = new EideticLayer("fc", Connection.Linear(columnsPerChannel: 16), parts, digits);
            (Groups, Layers) = ([edges, parts, digits], [_first, _second, _third]);
        }

        public IReadOnlyList<ChannelGroup> Groups { get; }

        public IReadOnlyList<EideticLayer> Layers { get; }

        public Features Forward(Features x)
        {
            x = _first.Forward(x).Map(t => functional.max_pool2d(functional.relu(t), 2));
            x = _second.Forward(x).Map(t => functional.relu(t).flatten(1));
            return _third.Forward(x).Map(t => functional.relu(t));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_learns_and_forgets_nothing(bool transfer)
    {
        manual_seed(9);
        var network = new EideticNetwork(new Digits(), [.. Enumerable.Range(0, 3).Select(t => new EideticTask($"{t}", 2))]);
        var probe = randn(5, 1, 8, 8);
        var reference = new List<byte[]>();
        for (var task = 0; task < 3; task++)
        {
            var batch = new Batch(randn(20, 1, 8, 8), arange(20, ScalarType.Int64) % 2);
            Toy.Learn(network, task, batch: batch, transfer: new Transfer(transfer), criterion: task == 1 ? new TaylorExpansion() : null);
            network.Grow(Growth.By(2));
            reference.Add(Bits.Of(network.Logits(task, probe)));
            for (var old = 0; old <= task; old++)
            {
                Assert.Equal(reference[old], Bits.Of(network.Logits(old, probe)));
                using var small = network.Extract(old);
                Assert.True((small.forward(probe) - network.Logits(old, probe)).abs().max().item<float>() < 1e-5);
                Assert.True(small.MultiplyAdds(1, 8, 8) < network.MultiplyAdds(old, 1, 8, 8));
            }
        }
        // A pruned map of 4 x 4 pixels takes 16 columns of the layer behind it along.
        var weight = network.StateDict()["fc.weight"];
        var free = network.Groups[1].Free();
        Assert.NotEmpty(free);
        Assert.All(free, n => Assert.Equal(0, weight.narrow(1, 16 * n, 16).abs().max().item<float>()));
        var (row, column) = (network.Groups[2].Segments[0].Neurons[0], network.Groups[1].Segments[0].Neurons[0]);
        Assert.True(weight[row].narrow(0, 16 * column, 16).abs().min().item<float>() > 0);
    }
}
