using Enn.CSharp.Tests.NonNegative;
using Enn.Eidetic;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>Who owns which entry: the tables of the official tests, and what follows from them.</summary>
public class OwnershipTests
{
    private static (ChannelGroup From, ChannelGroup To, EideticLayer Layer) Linear(int inputs, int outputs)
    {
        ChannelGroup from = new("from", inputs), to = new("to", outputs);
        return (from, to, new EideticLayer("layer", Connection.Linear(), from, to));
    }

    private static int[][] Rows(int[,] owners) => [.. Enumerable.Range(0, owners.GetLength(0)).Select(i => Enumerable.Range(0, owners.GetLength(1)).Select(j => owners[i, j]).ToArray())];

    [Fact]
    public void With_transfer_a_row_belongs_to_its_neuron()
    {
        var (from, to, layer) = Linear(2, 3);
        from.Seal(0, [0, 1]);
        to.Seal(0, [0]);
        Assert.Equal([[0, 0], [-1, -1], [-1, -1]], Rows(OwnerView.Weight(layer)));
        from.Seal(1, []);
        to.Seal(1, [1]);
        Assert.Equal([[0, 0], [1, 1], [-1, -1]], Rows(OwnerView.Weight(layer)));
        from.Seal(2, []);
        to.Seal(2, [2]);
        Assert.Equal([[0, 0], [1, 1], [2, 2]], Rows(OwnerView.Weight(layer)));
    }

    [Fact]
    public void Without_transfer_an_entry_belongs_to_the_neuron_that_was_sealed_first()
    {
        var (from, to, layer) = Linear(4, 4);
        from.Seal(0, [0, 2]);
        to.Seal(0, [1, 3]);
        Assert.Equal([[0, -1, 0, -1], [0, 0, 0, 0], [0, -1, 0, -1], [0, 0, 0, 0]], Rows(OwnerView.Weight(layer, transfer: false)));
        from.Seal(1, [3]);
        to.Seal(1, [2]);
        Assert.Equal([[0, -1, 0, 1], [0, 0, 0, 0], [0, 1, 0, 1], [0, 0, 0, 0]], Rows(OwnerView.Weight(layer, transfer: false)));
    }

    [Fact]
    public void The_networks_input_is_never_owned()
    {
        var to = new ChannelGroup("to", 2);
        var layer = new EideticLayer("layer", Connection.Linear(), ChannelGroup.Input(3), to);
        to.Seal(0, [1]);
        Assert.Equal([[-1, -1, -1], [0, 0, 0]], Rows(OwnerView.Weight(layer, transfer: false)));
    }

    [Fact]
    public void Vectors_belong_to_their_neurons()
    {
        var group = new ChannelGroup("group", 3);
        group.Seal(0, [0]);
        Assert.Equal([0, -1, -1], OwnerView.Vector(group));
        group.Seal(1, [1]);
        Assert.Equal([0, 1, -1], OwnerView.Vector(group));
        group.Seal(2, [2]);
        Assert.Equal([0, 1, 2], OwnerView.Vector(group));
        Assert.Throws<InvalidOperationException>(() => group.Seal(3, [1]));
        Assert.Equal([0, 1, 2], OwnerView.Vector(group));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Three_tasks_that_prune_3_2_and_1_of_4_neurons(bool transfer)
    {
        // The official example: a linear layer with four outputs, of which the tasks keep neuron 3, then 2, then 1.
        var network = new EideticNetwork(new Mlp(4, layers: 0, width: 4, batchNorm: false), [.. Enumerable.Range(0, 3).Select(t => new EideticTask($"{t}", 1))]);
        int[][] expected = [[-1, -1, -1, 0], [-1, -1, 1, 0], [-1, 2, 1, 0]];
        for (var task = 0; task < 3; task++)
        {
            var phase = network.Begin(task, new Transfer(transfer));
            Assert.Equal(3 - task + 1, phase.Kept(network.Output).Count);
            Assert.Equal([$"classifiers.{task}.bias", $"classifiers.{task}.weight"],
                phase.named_parameters().Select(p => p.name).Where(n => n.StartsWith("classifiers", StringComparison.Ordinal) && !n.EndsWith("carried", StringComparison.Ordinal)).Order());
            Assert.Equal(Enumerable.Repeat(-1, 4), OwnerView.Head(network, task));
            phase.Prune(new Dictionary<ChannelGroup, IReadOnlyCollection<int>> { [network.Output] = [.. Enumerable.Range(0, 3 - task)] }).Seal();
            Assert.Equal(expected[task], OwnerView.Vector(network.Output));
            Assert.Equal(expected[task].Select(owner => Enumerable.Repeat(owner, 4).ToArray()), Rows(OwnerView.Weight(network.Layers[0])));
        }
        // A head belongs to its task alone (defect D21): head 0 never gets the columns of later neurons; without transfer no head those of others (defect D11).
        Assert.Equal([-1, -1, -1, 0], OwnerView.Head(network, 0));
        Assert.Equal([-1, -1, 1, transfer ? 1 : -1], OwnerView.Head(network, 1));
        Assert.Equal([-1, 2, transfer ? 2 : -1, transfer ? 2 : -1], OwnerView.Head(network, 2));
    }

    [Fact]
    public void Capacity_is_conserved_and_equals_a_count_of_single_entries()
    {
        var network = Toy.Network(tasks: 4);
        var owned = 0.0;
        for (var task = 0; task < 4; task++)
        {
            Toy.Learn(network, task, steps: 1, fraction: new[] { 0.6, 0.4, 0.1, 0.1 }[task], last: task == 3);
            foreach (var transfer in new[] { true, false })
            {
                var report = network.Capacity(transfer);
                foreach (var (layer, row) in network.Layers.Zip(report.Layers))
                {
                    int[] owners = [.. OwnerView.Weight(layer, transfer).Cast<int>()];
                    Assert.Equal(owners.Count(o => o < 0), row.Free);
                    Assert.All(Enumerable.Range(0, 4), t => Assert.Equal(owners.Count(o => o == t), row.Owned.GetValueOrDefault(t)));
                }
                Assert.Equal(1, Enumerable.Range(0, 4).Sum(report.OwnedBy) + report.FreeFraction, 1e-12);
            }
            Assert.True(network.Capacity().OwnedFraction > owned, $"task {task} got nothing");
            owned = network.Capacity().OwnedFraction;
        }
        Assert.Contains("task 3", network.Capacity().ToString());
        Assert.Equal(1, owned);
        // The last task takes all that was free.
        Assert.All(network.Capacity().Groups, g => Assert.Equal(0, g.Free));
    }

    [Fact]
    public void Owners_are_those_of_the_official_rule() => Property.Holds(Property.Seeds, seed =>
    {
        // With masks, as the official code assigns: what has no owner yet goes to the task unless its row, and without transfer its column too, is pruned.
        var draw = new Draw(seed);
        var (from, to, layer) = Linear(draw.Int(1, 6), draw.Int(1, 6));
        var (with, without) = (New(), New());
        for (var task = 0; task < draw.Int(1, 5); task++)
        {
            foreach (var group in new[] { from, to }) group.Seal(task, [.. group.Free().Where(_ => draw.Flag(0.4))]);
            for (var i = 0; i < to.Size; i++)
                for (var j = 0; j < from.Size; j++)
                {
                    var (rowPruned, columnPruned) = (to.Owner(i) < 0, from.Owner(j) < 0);
                    if (with[i, j] < 0 && !rowPruned) with[i, j] = task;
                    if (without[i, j] < 0 && !(rowPruned && columnPruned)) without[i, j] = task;
                }
            Assert.Equal(Rows(with), Rows(OwnerView.Weight(layer)));
            Assert.Equal(Rows(without), Rows(OwnerView.Weight(layer, transfer: false)));
            foreach (var (owners, transfer) in new[] { (with, true), (without, false) })
                for (var owner = 0; owner <= task; owner++) Assert.Equal(owners.Cast<int>().Count(o => o == owner), OwnerView.Count(layer, transfer).GetValueOrDefault(owner));
        }

        int[,] New()
        {
            var owners = new int[to.Size, from.Size];
            for (var i = 0; i < owners.Length; i++) owners[i / from.Size, i % from.Size] = -1;
            return owners;
        }
    });
}
