using Enn.CSharp.Tests.NonNegative;
using Enn.Eidetic;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>What pruning and sealing leave: dead neurons that are dead everywhere, zeros where a task may not read, and one function in three forms.</summary>
public class PruningTests
{
    private static IArchitecture Architecture(Draw draw) => draw.Int(0, 2) switch
    {
        0 => new Mlp(5, draw.Int(0, 2), draw.Int(5, 12), batchNorm: draw.Flag()),
        1 => new ConvNet(2, 1, 2, batchNorm: draw.Flag()),
        _ => new ResNet(new ResNetOptions(2, [1, 1, 1, 1], draw.Int(1, 2)) { Width = draw.Int(3, 4), BatchNorm = draw.Flag(), LowResolution = draw.Flag() }),
    };

    private static Tensor Input(IArchitecture architecture, long count) =>
        randn(architecture is Mlp ? [count, 5] : [count, 2, 16, 16], ScalarType.Float64);

    /// <summary>A network with two or three sealed tasks whose free neurons were pruned at random, with statistics and affine values of all kinds.</summary>
    private static (EideticNetwork Network, IArchitecture Architecture, Tensor X) Sealed(int seed, bool transfer)
    {
        manual_seed(seed);
        var draw = new Draw(seed);
        var architecture = Architecture(draw);
        var network = new EideticNetwork(architecture, [new("0", 3), new("1", 2), new("2", 4)]).To(dtype: ScalarType.Float64);
        foreach (var task in Enumerable.Range(0, draw.Int(2, 3)))
        {
            var phase = network.Begin(task, new Transfer(transfer));
            Randomise(phase);
            phase = PruneSome(network, phase, draw);
            phase = PruneSome(network, phase, draw);
            phase.Seal();
        }
        return (network, architecture, Input(architecture, 3));
    }

    private static TaskPhase PruneSome(EideticNetwork network, TaskPhase phase, Draw draw) => phase.Prune(network.Groups.ToDictionary(g => g, g =>
        (IReadOnlyCollection<int>)[.. phase.Kept(g).Skip(1).Where(_ => draw.Flag(0.3))]));

    private static void Randomise(TaskPhase phase)
    {
        using var _ = no_grad();
        foreach (var (name, value) in phase.state_dict())
            if (name.EndsWith("running_var", StringComparison.Ordinal)) value.copy_(rand_like(value) + 0.5);
            else if (value.ndim == 1) value.copy_(randn_like(value));
    }

    private static void ForNetworks(Action<EideticNetwork, IArchitecture, Tensor, bool> body, int count = 12) =>
        Property.Holds(from seed in Property.Seeds from transfer in Gen.Elements(true, false) select (seed, transfer), c =>
        {
            using var scope = NewDisposeScope();
            var (network, architecture, x) = Sealed(c.seed, c.transfer);
            body(network, architecture, x, c.transfer);
        }, count);

    private static double Off(Tensor a, Tensor b) => ((a - b).abs().max() / (b.abs().max() + 1e-12)).item<double>();

    [Fact]
    public void Blocks_dense_weights_and_the_extracted_network_compute_the_same() => ForNetworks((network, architecture, x, _) =>
    {
        var dense = network.StateDict();
        for (var task = 0; task < network.Visits.Count; task++)
        {
            var logits = network.Logits(task, x);
            using var small = network.Extract(task);
            Assert.True(Off(small.forward(x), logits) < 1e-12, $"extracted task {task}");
            // The official network with the masked dense weights.
            using var official = new EideticNetwork(Like(architecture), network.Tasks).To(dtype: ScalarType.Float64);
            var phase = official.Begin(task);
            phase.eval();
            phase.load_state_dict(dense.Where(e => phase.state_dict().ContainsKey(e.Key)).ToDictionary());
            Assert.True(Off(phase.forward(x), logits) < 1e-12, $"dense task {task}");
        }
        using var first = network.Extract(0);
        Assert.Equal(Bits.Of(network.Logits(0, x)), Bits.Of(first.forward(x)));
    });

    private static IArchitecture Like(IArchitecture architecture) => architecture switch
    {
        Mlp => new Mlp(5, architecture.Layers.Count - 1, architecture.Groups[0].Size, batchNorm: architecture.Layers[0].NormKey is not null),
        ConvNet => new ConvNet(2, 1, 2, batchNorm: architecture.Layers[0].NormKey is not null),
        _ => new ResNet(new ResNetOptions(2, [1, 1, 1, 1], architecture.Groups[2].Size / architecture.Groups[1].Size)
        {
            Width = architecture.Groups[0].Size,
            BatchNorm = architecture.Layers[^1].NormKey is not null,
            LowResolution = architecture.Layers.First(l => l.Key == "blocks.0.0").Connection is Conv2dConnection { Kernel: 3 },
        }),
    };

    [Fact]
    public void Dense_weights_have_zeros_where_nothing_may_be_read() => ForNetworks((network, _, _, transfer) =>
    {
        var dense = network.StateDict();
        foreach (var layer in network.Layers)
        {
            var weight = dense[$"{layer.Key}.weight"].flatten(2 > dense[$"{layer.Key}.weight"].ndim - 1 ? 1 : 2).abs();
            var entries = (weight.ndim == 3 ? weight.sum(2) : weight).gt(0);
            for (var i = 0; i < layer.To.Size; i++)
                for (var j = 0; j < layer.From.Size; j++)
                {
                    var (to, from) = (layer.To.Visit(i), layer.From.IsInput ? -2 : layer.From.Visit(j));
                    var may = to >= 0 && (from == -2 || (from >= 0 && (transfer ? from <= to : from == to)));
                    Assert.True(may || !entries[i, j].item<bool>(), $"{layer.Key}[{i},{j}] from visit {from} to {to}");
                }
            // Forward transfer is possible, and without it tasks share no path.
            bool Crosses(int i, int j) => layer.To.Visit(i) > layer.From.Visit(j) && layer.From.Visit(j) >= 0 && entries[i, j].item<bool>();
            var crosses = !layer.From.IsInput && Enumerable.Range(0, layer.To.Size).Any(i => Enumerable.Range(0, layer.From.Size).Any(j => Crosses(i, j)));
            if (!transfer) Assert.False(crosses);
            else if (!layer.From.IsInput && layer.To.Segments[1].Neurons.Count > 0 && layer.From.Segments[0].Neurons.Count > 0) Assert.True(crosses, layer.Key);
        }
        for (var task = 0; task < network.Visits.Count; task++)
        {
            var head = dense[$"classifiers.{task}.weight"].abs().sum(0);
            for (var j = 0; j < network.Output.Size; j++)
                if (network.Output.Visit(j) is var v && (v < 0 || v > task || (!transfer && v != task))) Assert.Equal(0, head[j].item<double>());
        }
    }, 8);

    [Fact]
    public void A_pruned_neuron_acts_as_one_whose_numbers_are_all_zero() => Property.Holds(Property.Seeds, seed =>
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        var draw = new Draw(seed);
        var architecture = Architecture(draw);
        using var network = new EideticNetwork(architecture, [new("0", 3)]).To(dtype: ScalarType.Float64);
        var x = Input(architecture, 4);
        var phase = network.Begin(0);
        Randomise(phase);
        var smaller = PruneSome(network, phase, draw);
        foreach (var training in new[] { false, true })
        {
            // The dense network with rows, biases, scales and shifts of dead neurons at zero.
            using var dense = new EideticNetwork(Like(architecture), network.Tasks).To(dtype: ScalarType.Float64);
            var whole = dense.Begin(0);
            var state = network.StateDict().ToDictionary();
            foreach (var layer in network.Layers.Where(l => l.NormKey is not null))
            {
                var dead = Enumerable.Range(0, layer.To.Size).Except(smaller.Kept(layer.To)).Select(n => (long)n).ToArray();
                if (dead.Length > 0) state[$"{layer.NormKey}.weight"].index_fill_(0, tensor(dead), 0);
            }
            whole.load_state_dict(state);
            whole.train(training);
            smaller.train(training);
            Assert.True(Off(smaller.forward(x), whole.forward(x)) < 1e-9, $"{architecture.GetType().Name}, training {training}");
        }
    }, 12);

    [Fact]
    public void Restoring_returns_exactly_what_was_before()
    {
        var network = Toy.Network(tasks: 2);
        Toy.Learn(network, 0);
        var phase = network.Begin(1);
        var optimizer = optim.Adam(phase.parameters(), 0.01);
        Toy.Step(phase, optimizer);
        var before = phase.state_dict().ToDictionary(e => e.Key, e => e.Value.clone());
        var smaller = phase.Prune(new PruningStep(0.5).Choose(phase, new LpNorm(), new LpNorm().Scores(phase, [])));
        Assert.Same(smaller, network.Active);
        for (var i = 0; i < 3; i++) Toy.Step(smaller, optim.Adam(smaller.parameters(), 0.1));
        Assert.Throws<InvalidOperationException>(phase.Seal);
        Assert.Same(phase, network.Restore(phase));
        Assert.Equal(before.Keys, phase.state_dict().Keys);
        foreach (var (name, value) in phase.state_dict().Where(e => e.Value.ndim > 0)) Assert.True(Bits.Same(before[name], value), name);
        Assert.True(phase.Masked() < smaller.Masked());
        phase.Seal();
    }

    [Fact]
    public void Only_kept_free_neurons_can_be_pruned()
    {
        var network = Toy.Network(tasks: 2);
        Toy.Learn(network, 0);
        var owned = network.Groups[0].Segments[0].Neurons[0];
        var phase = network.Begin(1);
        Assert.Throws<ArgumentException>(() => phase.Prune(new Dictionary<ChannelGroup, IReadOnlyCollection<int>> { [network.Groups[0]] = [owned] }));
        var free = phase.Kept(network.Groups[0])[0];
        var smaller = phase.Prune(new Dictionary<ChannelGroup, IReadOnlyCollection<int>> { [network.Groups[0]] = [free] });
        Assert.Throws<ArgumentException>(() => smaller.Prune(new Dictionary<ChannelGroup, IReadOnlyCollection<int>> { [network.Groups[0]] = [free] }));
        Assert.Throws<InvalidOperationException>(() => network.Begin(0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void New_neurons_start_within_their_bounds_and_old_ones_are_not_touched(bool batchNorm)
    {
        var network = Toy.Network(tasks: 2, width: 20, batchNorm: batchNorm);
        Toy.Learn(network, 0);
        var blocks = network.Layers.Select(l => Bits.Of(l.Sealed[0]!.Block.Weight)).ToList();
        var phase = network.Begin(1);
        Assert.Equal(blocks, network.Layers.Select(l => Bits.Of(l.Sealed[0]!.Block.Weight)));
        Assert.All(network.Groups, g => Assert.Equal(g.Free(), phase.Kept(g)));
        foreach (var (layer, i) in network.Layers.Select((l, i) => (l, i)))
        {
            var bound = 1 / Math.Sqrt(i == 0 ? 12 : 20);
            foreach (var weight in new[] { phase.Blocks[layer].Weight!, phase.Blocks[layer].Carried }.OfType<Tensor>())
            {
                Assert.InRange(weight.abs().max().item<float>(), 0.5 * bound, bound);
                Assert.InRange(weight.mean().item<float>(), -0.3 * bound, 0.3 * bound);
            }
            Assert.Equal((batchNorm, !batchNorm), (phase.Blocks[layer].Bias is null, phase.Blocks[layer].Norm is null));
            if (phase.Blocks[layer].Bias is { } bias) Assert.InRange(bias.abs().max().item<float>(), 0.3 * bound, bound);
            if (phase.Blocks[layer].Norm is not { } norm) continue;
            Assert.True(norm.weight!.eq(1).all().item<bool>() && norm.bias!.eq(0).all().item<bool>());
            Assert.True(norm.running_mean!.eq(0).all().item<bool>() && norm.running_var!.eq(1).all().item<bool>());
        }
    }

    [Fact]
    public void No_number_that_a_task_may_not_read_reaches_its_logits()
    {
        var moved = 0;
        ForNetworks((network, _, x, transfer) => moved += Ruined(network, x, transfer), 8);
        // What they may read does: logits go with their input.
        Assert.True(moved > 8);
    }

    private static int Ruined(EideticNetwork network, Tensor x, bool transfer)
    {
        using var grad = no_grad();
        var moved = 0;
        for (var task = 0; task < network.Visits.Count; task++)
        {
            var before = Bits.Of(network.Logits(task, x));
            // Blocks of later tasks, without transfer of all others; and all other heads.
            var ruined = network.Layers.SelectMany(l => l.Sealed.Where((_, visit) => transfer ? visit > task : visit != task)).OfType<SealedBlock>()
                .Concat(network.Heads.Where(h => h.Key != task).Select(h => h.Value)).SelectMany(b => new[] { b.Block.Weight, b.Block.Bias }).OfType<Tensor>().ToList();
            var copies = ruined.Select(t => t.clone()).ToList();
            foreach (var numbers in ruined) numbers.fill_(double.NaN);
            Assert.Equal(before, Bits.Of(network.Logits(task, x)));
            using (var small = network.Extract(task)) Assert.True(small.forward(x).isfinite().all().item<bool>());
            foreach (var (numbers, copy) in ruined.Zip(copies)) numbers.copy_(copy);
            if (!before.SequenceEqual(Bits.Of(network.Logits(task, x + 1)))) moved++;
        }
        return moved;
    }

    [Fact]
    public void A_snapshot_from_before_a_move_is_moved_when_it_is_restored()
    {
        var network = Toy.Network(tasks: 2);
        Toy.Learn(network, 0);
        var x = randn(4, 12);
        var phase = network.Begin(1);
        phase.eval();
        var before = phase.forward(x);
        phase.Prune(new PruningStep(0.5).Choose(phase, new LpNorm(), new LpNorm().Scores(phase, [])));
        network.To(dtype: ScalarType.Float64);
        Assert.Same(phase, network.Restore(phase));
        Assert.True(Off(phase.forward(x.to(ScalarType.Float64)), before.to(ScalarType.Float64)) < 1e-5);
        phase.Seal();
        Assert.Equal(ScalarType.Float64, network.Logits(1, x.to(ScalarType.Float64)).dtype);
    }

    [Fact]
    public void The_copy_of_what_is_owned_ends_with_the_training()
    {
        var network = Toy.Network(tasks: 3);
        Toy.Learn(network, 0);
        var given = network.Begin(1).Owned.Blocks.Values.Select(b => b.Weight).ToList();
        Assert.NotEmpty(given);
        network.Abandon();
        var phase = network.Begin(1);
        given.AddRange(phase.Owned.Blocks.Values.Select(b => b.Weight));
        phase.Seal();
        given.AddRange(network.Begin(2).Owned.Blocks.Values.Select(b => b.Weight));
        network.Dispose();
        Assert.All(given, weight => Assert.True(weight.IsInvalid));
    }
}
