using Enn.CSharp.Tests.NonNegative;
using Enn.Data;
using Enn.Eidetic;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>What is sealed stays, bit for bit; and the tests would notice if it did not.</summary>
public class ForgettingTests
{
    // ENN_SLOW_TESTS=1 draws many more sequences.
    private static int Sequences => Environment.GetEnvironmentVariable("ENN_SLOW_TESTS") == "1" ? 1000 : 30;

    [Fact]
    public void Random_sequences_forget_nothing()
    {
        var met = new HashSet<string>();
        Property.Holds(Property.Seeds, seed =>
        {
            using var scope = NewDisposeScope();
            using var sequence = new Sequence(seed, met);
            sequence.Run();
        }, Sequences);
        // That they are so many says little if they are all alike.
        Assert.Empty(Sequence.Everything.Except(met));
    }

    /// <summary>A network with two sealed tasks, the second reading the first, and task 0's logits.</summary>
    private static (EideticNetwork Network, Tensor Probe, byte[] Reference) Sealed()
    {
        var network = Toy.Network(tasks: 3);
        Toy.Learn(network, 0);
        Toy.Learn(network, 1, steps: 1, fraction: 0.2);
        var probe = randn(7, 12);
        return (network, probe, Bits.Of(network.Logits(0, probe)));
    }

    [Fact]
    public void A_frozen_weight_that_moved_would_be_noticed()
    {
        var (network, probe, reference) = Sealed();
        // As weight decay would move it, were it a parameter.
        network.Layers[1].Sealed[0]!.Block.Weight.mul_(1 - 1e-3);
        Assert.False(reference.SequenceEqual(Bits.Of(network.Logits(0, probe))));
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(0.0)]
    public void A_later_neuron_that_leaked_in_would_be_noticed(double weight)
    {
        // Without the zeros of Resistance: task 0's head reads what task 1 owns.
        var (network, probe, _) = Sealed();
        var logits = network.Logits(0, probe);
        using var honest = network.ToCheckpoint();
        var (key, structure) = honest.Values.Single();
        Assert.Contains("\"Heads\":{\"0\":[0]", structure);
        var (head, later) = (honest.Tensors["classifiers.0.weight"], network.Output.Segments[1].Neurons.Count);
        Assert.True(later > 0);
        network.FromCheckpoint(new Checkpoint(
            new Dictionary<string, Tensor>(honest.Tensors) { ["classifiers.0.weight"] = cat([head, full([3, later], weight, head.dtype)], 1) },
            new Dictionary<string, string> { [key] = structure.Replace("\"Heads\":{\"0\":[0]", "\"Heads\":{\"0\":[0,1]", StringComparison.Ordinal) }));
        Assert.Equal([0, 1], network.Heads[0].Reads);
        var leaked = (network.Logits(0, probe) - logits).abs().max().item<float>();
        if (weight > 0) Assert.True(leaked > 1e-4, $"{leaked}");
        else Assert.True(leaked < 1e-5, $"{leaked}");
    }

    [Fact]
    public void A_frozen_statistic_that_moved_would_be_noticed()
    {
        var (network, probe, reference) = Sealed();
        network.Layers[0].Sealed[0]!.Block.Bias!.add_(1e-3);
        Assert.False(reference.SequenceEqual(Bits.Of(network.Logits(0, probe))));
    }

    [Fact]
    public void A_head_that_trained_on_would_be_noticed()
    {
        var (network, probe, reference) = Sealed();
        network.Heads[0].Block.Weight.add_(1e-3);
        Assert.False(reference.SequenceEqual(Bits.Of(network.Logits(0, probe))));
    }

    [Fact]
    public void Nothing_that_is_sealed_reaches_an_optimizer()
    {
        var network = Toy.Network(tasks: 2);
        Toy.Learn(network, 0);
        var sealed_ = network.Layers.Select(l => l.Sealed[0]!.Block).ToList();
        using var phase = network.Begin(1);
        var trainable = phase.parameters().Sum(p => p.numel());
        // Rows of free neurons only: with transfer they read all neurons.
        var expected = network.Layers.Sum(l => (long)l.To.Free().Length * (l.From.Size + 2)) + 3 * (network.Output.Size + 1);
        Assert.Equal(expected, trainable);
        Assert.All(sealed_, block => Assert.False(block.Weight.requires_grad));
        phase.Loss(phase.forward(randn(8, 12)), zeros(8, ScalarType.Int64)).backward();
        Assert.All(sealed_, block => Assert.Null(block.Weight.grad));
    }

    [Fact]
    public void A_diverging_task_leaves_earlier_logits_finite_and_equal()
    {
        var network = Toy.Network(tasks: 2);
        Toy.Learn(network, 0);
        var probe = randn(4, 12);
        var reference = Bits.Of(network.Logits(0, probe));
        network.Begin(1).Seal();
        // The danger of masks: 0 times infinity. Blocks do not even read later neurons.
        foreach (var layer in network.Layers) layer.Sealed[1]!.Block.Weight.fill_(float.NaN);
        Assert.Equal(reference, Bits.Of(network.Logits(0, probe)));
        Assert.True(network.Logits(1, probe).isnan().any().item<bool>());
    }

    [Fact]
    public void What_is_not_finite_is_not_sealed()
    {
        var network = Toy.Network(tasks: 3);
        Toy.Learn(network, 0);
        var probe = randn(4, 12);
        var reference = Bits.Of(network.Logits(0, probe));
        var phase = network.Begin(1);
        using (no_grad()) phase.Blocks[network.Layers[1]].Norm!.running_var![0] = float.NaN;
        Assert.Contains("blocks.1.0", Assert.Throws<InvalidOperationException>(phase.Seal).Message);
        Assert.Same(phase, network.Active);
        network.Abandon();
        // A pixel that is no number: training says so, and the task's neurons are free again.
        var bad = Toy.Batch(1);
        bad.Inputs[0, 0] = float.NaN;
        Assert.Contains("diverges", Assert.Throws<InvalidOperationException>(() => Toy.Learn(network, 1, batch: bad)).Message);
        Assert.Null(network.Active);
        Assert.Single(network.Visits);
        // A batch of one sample has no variance.
        var (x, y) = Toy.Batch(1);
        Assert.Throws<ArgumentException>(() => Toy.Learn(network, 1, batch: new Batch(x[..1], y[..1])));
        Toy.Learn(network, 1);
        Assert.Equal(reference, Bits.Of(network.Logits(0, probe)));
        Assert.True(network.Logits(1, probe).isfinite().all().item<bool>());
    }

    [Fact]
    public void Results_share_no_memory_with_what_is_sealed()
    {
        var network = Toy.Network(tasks: 3);
        Toy.Learn(network, 0);
        Toy.Learn(network, 1, last: true);
        Toy.Learn(network, 2, transfer: new Transfer(false));
        var x = randn(1, 12);
        using var small = network.Extract(2);
        foreach (var logits in new Func<Tensor>[] { () => network.Logits(2, x), () => small.forward(x).detach() })
        {
            var before = Bits.Of(logits());
            logits().add_(1);
            Assert.Equal(before, Bits.Of(logits()));
        }
    }

    [Fact]
    public void Names_that_do_not_exist_are_refused()
    {
        var network = Toy.Network(tasks: 2);
        Toy.Learn(network, 0);
        static Transfer Only(string key) => new() { Layers = new Dictionary<string, bool> { [key] = false } };
        Assert.Contains("block.1.0", Assert.Throws<ArgumentException>(() => network.Begin(1, Only("block.1.0"))).Message);
        Assert.Throws<ArgumentException>(() => network.Begin(1, Only("blocks.0.0")));
        var phase = network.Begin(1, Only("blocks.1.0"));
        Assert.Null(phase.Blocks[network.Layers[1]].Carried);
        Assert.Throws<ArgumentException>(() => phase.Prune(new Dictionary<ChannelGroup, IReadOnlyCollection<int>> { [new ChannelGroup("other", 3)] = [0] }));
        // The second layer reads free neurons only: it must keep one.
        Assert.Throws<ArgumentException>(() => phase.Prune(new Dictionary<ChannelGroup, IReadOnlyCollection<int>> { [network.Groups[0]] = [.. phase.Kept(network.Groups[0])] }));
    }

    [Fact]
    public void Without_free_capacity_only_the_head_trains()
    {
        var network = Toy.Network(tasks: 4);
        Toy.Learn(network, 0);
        Toy.Learn(network, 1, last: true);
        Assert.All(network.Groups, g => Assert.Empty(g.Free()));
        var report = Toy.Learn(network, 2);
        Assert.Equal(PruningEnd.NothingLeft, report.Schedule.End);
        Assert.All(network.Groups, g => Assert.Equal(0, g.Owned(2)));
        Assert.Equal([7, 3], network.Logits(2, randn(7, 12)).shape);

        // And without transfer, only its bias.
        var phase = network.Begin(3, new Transfer(false));
        Assert.Equal(["classifiers.3.bias"], phase.named_parameters().Select(p => p.name));
        Assert.Equal([7, 3], phase.forward(randn(7, 12)).shape);
    }

    [Fact]
    public void The_same_task_twice_finds_the_first_ones_features()
    {
        manual_seed(8);
        var network = Toy.Network(tasks: 2, width: 32);
        var first = Toy.Learn(network, 0, steps: 20, epochs: 20);
        var again = Toy.Learn(network, 1, steps: 40, epochs: 20, batch: Toy.Batch(0));
        Assert.True(first.Schedule.Best > 0.9 && again.Schedule.Best > 0.9);
        Assert.True(network.Groups.Sum(g => g.Owned(1)) <= network.Groups.Sum(g => g.Owned(0)), network.Capacity().ToString());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void The_official_example_of_two_neurons_and_two_tasks(bool transfer, bool batchNorm)
    {
        manual_seed(14);
        var network = new EideticNetwork(new Mlp(2, 0, 2, batchNorm: batchNorm), [new("0", 2), new("1", 2)]);
        var (x, labels) = (randn(2, 2), tensor([0L, 1]));
        void Train(TaskPhase phase)
        {
            phase.train();
            var optimizer = optim.SGD(phase.parameters(), 0.1);
            for (var i = 0; i < 50; i++)
            {
                optimizer.zero_grad();
                phase.Loss(phase.forward(x), labels).backward();
                optimizer.step();
            }
        }
        var phase = network.Begin(0, new Transfer(transfer));
        Train(phase);
        using (no_grad()) phase.Blocks[network.Layers[0]].Weight![1].mul_(1e-3);
        phase = phase.Prune(new PruningStep(0.5).Choose(phase, new LpNorm(2), new LpNorm(2).Scores(phase, [])));
        Assert.Equal([0], phase.Kept(network.Output));
        phase.Seal();
        var reference = Bits.Of(network.Logits(0, x));
        phase = network.Begin(1, new Transfer(transfer));
        Assert.Equal(reference, Bits.Of(network.Logits(0, x)));
        Train(phase);
        Assert.Equal(reference, Bits.Of(network.Logits(0, x)));
        phase.Seal();
        Assert.Equal(reference, Bits.Of(network.Logits(0, x)));
        Assert.Equal([0, 1], OwnerView.Vector(network.Output));
    }
}
