using Enn.Eidetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>Networks that grow between tasks.</summary>
public class GrowthTests
{
    [Fact]
    public void Growing_changes_no_bit_and_gives_free_neurons()
    {
        var network = Toy.Network(tasks: 3);
        Toy.Learn(network, 0);
        Toy.Learn(network, 1, last: true);
        var probe = randn(6, 12);
        byte[][] reference = [Bits.Of(network.Logits(0, probe)), Bits.Of(network.Logits(1, probe))];
        network.Grow(Growth.By(5));
        Assert.All(network.Groups, g => Assert.Equal([16, 17, 18, 19, 20], g.Free()));
        var dense = network.StateDict();
        Assert.Equal([21, 21], dense["blocks.1.0.weight"].shape);
        Assert.Equal(0, dense["blocks.1.0.weight"][16..].abs().sum().item<float>());
        // Defect D9: freezing must not depend on what was registered before the growth.
        Toy.Learn(network, 2);
        Assert.Equal(reference[0], Bits.Of(network.Logits(0, probe)));
        Assert.Equal(reference[1], Bits.Of(network.Logits(1, probe)));
        Assert.All(network.Groups, g => Assert.All(g.Segments[2].Neurons, n => Assert.InRange(n, 16, 20)));
    }

    [Fact]
    public void Policies_give_what_they_say()
    {
        var network = Toy.Network(tasks: 3, width: 30);
        var free = network.Groups[0].Free().Length;
        Toy.Learn(network, 0);
        network.Grow(Growth.AsKept());
        Assert.All(network.Groups, g => Assert.Equal(free, g.Free().Length));
        Toy.Learn(network, 1);
        network.Grow(Growth.AsKept());
        Assert.All(network.Groups, g => Assert.Equal(free, g.Free().Length));
        var sizes = network.Groups.Select(g => g.Size).ToArray();
        network.Grow(Growth.By(0.1));
        Assert.Equal(sizes.Select(s => s + (int)(0.1 * s)), network.Groups.Select(g => g.Size));
        Assert.Throws<ArgumentOutOfRangeException>(() => Growth.By(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Growth.By(1.5));
        network.Begin(2);
        Assert.Throws<InvalidOperationException>(() => network.Grow(Growth.By(1)));
    }

    [Fact]
    public void A_grown_network_is_one_that_was_born_larger_and_pruned()
    {
        static (EideticNetwork, TaskPhase) Make(int width, int prune, int grow)
        {
            manual_seed(30);
            var network = new EideticNetwork(new Mlp(4, 1, width), [new("0", 2), new("1", 2)]);
            var phase = network.Begin(0);
            using (no_grad())
                foreach (var parameter in phase.parameters()) parameter.fill_(0.25f);
            phase.Prune(network.Groups.ToDictionary(g => g, g => (IReadOnlyCollection<int>)[.. Enumerable.Range(width - prune, prune)])).Seal();
            if (grow > 0) network.Grow(Growth.By(grow));
            manual_seed(31);
            return (network, network.Begin(1));
        }

        var (born, first) = Make(7, 3, 0);
        var (grown, second) = Make(5, 1, 2);
        var x = randn(3, 4);
        Assert.Equal(Bits.Of(born.Logits(0, x)), Bits.Of(grown.Logits(0, x)));
        Assert.Equal(born.Groups.Select(g => OwnerView.Vector(g)), grown.Groups.Select(g => OwnerView.Vector(g)));
        Assert.Equal(first.state_dict().Keys, second.state_dict().Keys);
        Assert.All(first.state_dict().Where(e => e.Value.ndim > 0), e => Assert.True(Bits.Same(e.Value, second.state_dict()[e.Key]), e.Key));
    }

    [Theory]
    [InlineData("mlp", true)]
    [InlineData("convnet", true)]
    [InlineData("convnet", false)]
    [InlineData("resnet", true)]
    [InlineData("resnet", false)]
    public void Every_kind_of_network_grows_in_all_its_tensors(string kind, bool batchNorm)
    {
        // The official examples: as many neurons as were kept; in the MLP 190, 195 and 200.
        manual_seed(32);
        IArchitecture architecture = kind switch
        {
            "mlp" => new Mlp(192, 2, 100, batchNorm: batchNorm),
            "convnet" => new ConvNet(3, 2, 4, batchNorm: batchNorm),
            _ => new ResNet(new ResNetOptions(3, [2, 2, 2, 2]) { Width = 4, BatchNorm = batchNorm }),
        };
        var network = new EideticNetwork(architecture, [new("0", 2), new("1", 2)]);
        var (sizes, pruned) = (network.Groups.Select(g => g.Size).ToArray(), network.Groups.Select((g, i) => kind == "mlp" ? 10 - 5 * i : g == network.Output ? 0 : 2).ToArray());
        var phase = network.Begin(0);
        phase.Prune(network.Groups.Zip(pruned).ToDictionary(g => g.First, g => (IReadOnlyCollection<int>)[.. Enumerable.Range(0, g.Second)])).Seal();
        var x = randn(2, 3, 8, 8);
        var reference = Bits.Of(network.Logits(0, x));
        network.Grow(Growth.AsKept());
        Assert.Equal(sizes.Zip(pruned, (size, gone) => 2 * size - gone), network.Groups.Select(g => g.Size));
        if (kind == "mlp") Assert.Equal([190, 195, 200], network.Groups.Select(g => g.Size));
        Assert.Equal(reference, Bits.Of(network.Logits(0, x)));
        var dense = network.StateDict();
        foreach (var layer in network.Layers)
        {
            Assert.Equal(layer.Connection.Shape(layer.To.Size, layer.From.Size), dense[$"{layer.Key}.weight"].shape);
            string[] vectors = layer.NormKey is { } norm ? [$"{norm}.weight", $"{norm}.bias", $"{norm}.running_mean", $"{norm}.running_var"] : layer.HasBias ? [$"{layer.Key}.bias"] : [];
            Assert.All(vectors, name => Assert.Equal([layer.To.Size], dense[name].shape));
        }
        Assert.Equal([2, network.Output.Size], dense["classifiers.0.weight"].shape);
        network.Begin(1).Seal();
        Assert.Equal(reference, Bits.Of(network.Logits(0, x)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Five_tasks_of_one_neuron_a_layer_forget_nothing(int layers)
    {
        // The official example: a network of width 1 that grows by one neuron a layer after each task.
        foreach (var (transfer, batchNorm) in new[] { (true, true), (true, false), (false, true), (false, false) })
        {
            manual_seed(33);
            var network = new EideticNetwork(new Mlp(12, layers, 1, batchNorm: batchNorm), [.. Enumerable.Range(0, 5).Select(t => new EideticTask($"{t}", 3))]);
            var (x, reference) = (randn(8, 12), new List<byte[]>());
            for (var task = 0; task < 5; task++)
            {
                Toy.Learn(network, task, transfer: new Transfer(transfer), last: true);
                network.Grow(Growth.By(1));
                reference.Add(Bits.Of(network.Logits(task, x)));
                for (var old = 0; old <= task; old++) Assert.Equal(reference[old], Bits.Of(network.Logits(old, x)));
            }
            Assert.All(network.Groups, g => Assert.All(Enumerable.Range(0, 5), task => Assert.Equal(1, g.Owned(task))));
        }
    }
}
