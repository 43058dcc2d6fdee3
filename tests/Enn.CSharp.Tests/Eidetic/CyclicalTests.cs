using Enn.Eidetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>Tasks that are visited again.</summary>
public class CyclicalTests
{
    [Fact]
    public void A_second_visit_changes_the_head_and_free_neurons_only()
    {
        var network = Toy.Network(tasks: 2, width: 24);
        Toy.Learn(network, 0);
        Toy.Learn(network, 1);
        var probe = randn(5, 12);
        var other = Bits.Of(network.Logits(1, probe));
        var own = Bits.Of(network.Logits(0, probe));
        var blocks = network.Layers.Select(l => Bits.Of(l.Sealed[0]!.Block.Weight)).ToList();
        var owned = network.Groups.Select(g => g.Segments[0].Neurons.ToArray()).ToList();

        Toy.Learn(network, 0, steps: 1, fraction: 0.1);
        Assert.Equal(other, Bits.Of(network.Logits(1, probe)));
        Assert.NotEqual(own, Bits.Of(network.Logits(0, probe)));
        Assert.Equal(blocks, network.Layers.Select(l => Bits.Of(l.Sealed[0]!.Block.Weight)));
        Assert.All(network.Groups.Zip(owned), g => Assert.All(g.Second, n => Assert.Equal(0, g.First.Owner(n))));
        Assert.True(network.Groups.Sum(g => g.Owned(0)) > owned.Sum(n => n.Length));
        Assert.Equal([0, 1, 0], network.Visits.Select(v => v.Task));
        // Task 0 reads its own and task 1's neurons now; extraction and routing follow.
        using var small = network.Extract(0);
        Assert.True((small.forward(probe) - network.Logits(0, probe)).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void The_head_goes_on_from_its_values()
    {
        var network = Toy.Network(tasks: 2, width: 24);
        Toy.Learn(network, 0);
        Toy.Learn(network, 1, steps: 1, fraction: 0.1);
        var probe = randn(5, 12);
        var before = network.Logits(0, probe);
        var phase = network.Begin(0);
        // Without new neurons' votes, which start at random, the head says what it said.
        using (no_grad()) phase.HeadBlock.Weight!.zero_();
        phase.eval();
        Assert.True((phase.forward(probe) - before).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void A_second_visit_without_transfer_keeps_what_the_head_read()
    {
        var network = Toy.Network(tasks: 2, width: 24);
        Toy.Learn(network, 1);
        Toy.Learn(network, 0);
        var probe = randn(5, 12);
        var before = network.Logits(0, probe);
        var phase = network.Begin(0, new Transfer(false));
        using (no_grad()) phase.HeadBlock.Weight!.zero_();
        phase.eval();
        Assert.True((phase.forward(probe) - before).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void Without_transfer_a_task_reads_its_own_neurons_again()
    {
        var network = Toy.Network(tasks: 2, width: 24);
        Transfer none = new(false);
        Toy.Learn(network, 0, transfer: none);
        Toy.Learn(network, 1, transfer: none);
        var probe = randn(5, 12);
        Toy.Learn(network, 0, steps: 1, fraction: 0.1, transfer: none);
        var logits = Bits.Of(network.Logits(0, probe));
        // Whatever happens to task 1's numbers, task 0 reads none of them (defect D11).
        foreach (var layer in network.Layers) layer.Sealed[1]!.Block.Weight.fill_(float.NaN);
        Assert.Equal(logits, Bits.Of(network.Logits(0, probe)));
        Assert.Equal([0, 2], network.Visits[2].Needs);
        Assert.All(network.Layers.Skip(1), l => Assert.Equal([0, 2], l.Sealed[2]!.Reads));
    }
}
