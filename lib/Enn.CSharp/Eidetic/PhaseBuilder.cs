using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>Makes the trainable part of a network at the start of a task.</summary>
internal sealed class PhaseBuilder(EideticNetwork network, int task, Transfer transfer, Generator? generator)
{
    private readonly int[] _all = [.. Enumerable.Range(0, network.Visits.Count)];
    private readonly int[] _own = [.. Enumerable.Range(0, network.Visits.Count).Where(visit => network.Visits[visit].Task == task)];

    public TaskPhase Build()
    {
        var kept = Free();
        var blocks = network.Layers.Where(layer => kept[layer.To].Length > 0).ToDictionary(layer => layer, layer => Block(layer, kept));
        var head = Head(kept[network.Output].Length);
        var visits = network.Needs(blocks.Values.Append(head).SelectMany(block => block.Reads));
        return new TaskPhase(network, task, transfer, kept, blocks, head, new MergedBody(network.Layers, visits));
    }

    /// <summary>The free neurons that can be trained: those with something to read. Without transfer nothing can behind a group that has no free neuron left.</summary>
    private Dictionary<ChannelGroup, int[]> Free()
    {
        var kept = new Dictionary<ChannelGroup, int[]>();
        foreach (var group in network.Groups)
        {
            var reachable = network.Layers.Where(layer => layer.To == group).All(layer =>
                layer.From.IsInput || kept[layer.From].Length > 0 || Neurons(layer.From, Reads(layer.Key)) > 0);
            kept[group] = reachable ? group.Free() : [];
        }
        return kept;
    }

    private int[] Reads(string key) => transfer.Reads(key) ? _all : _own;

    private static int Neurons(ChannelGroup group, IEnumerable<int> visits) => visits.Sum(visit => group.Segments[visit].Neurons.Count);

    private TrainableBlock Block(EideticLayer layer, Dictionary<ChannelGroup, int[]> kept)
    {
        var rows = kept[layer.To].Length;
        var bound = 1 / Math.Sqrt(layer.Connection.FanIn(layer.From.Size));
        var reads = layer.From.IsInput ? [] : Reads(layer.Key);
        var own = layer.From.IsInput ? layer.From.Size : kept[layer.From].Length;
        var carried = layer.From.IsInput ? 0 : Neurons(layer.From, reads);
        BatchNorm? norm = null;
        if (layer.NormKey is not null)
        {
            norm = layer.Connection.Norm(rows);
            norm.to(network.Dtype);
            norm.to(network.Device);
        }
        return new TrainableBlock(own > 0 ? Uniform(bound, layer.Connection.Shape(rows, own)) : null, carried > 0 ? Uniform(bound, layer.Connection.Shape(rows, carried)) : null,
            layer.HasBias ? Uniform(bound, [rows]) : null, norm, reads);
    }

    private TrainableBlock Head(int free)
    {
        network.Heads.TryGetValue(task, out var former);
        // A head that was sealed before keeps reading what it read.
        int[] reads = [.. Reads(Transfer.Head).Concat(former?.Reads ?? []).Distinct().Order()];
        var bound = 1 / Math.Sqrt(network.Output.Size);
        var outputs = network.Tasks[task].Outputs;
        var weight = free > 0 ? Uniform(bound, [outputs, free]) : null;
        var carried = Neurons(network.Output, reads) is > 0 and var columns ? Uniform(bound, [outputs, columns]) : null;
        var bias = Uniform(bound, [outputs]);
        if (former is not null) Continue(former, reads, carried, bias);
        return new TrainableBlock(weight, carried, bias, null, reads);
    }

    /// <summary>A head that was sealed before goes on from its values; what was frozen since then starts without influence.</summary>
    private void Continue(SealedBlock former, int[] reads, Tensor? carried, Tensor bias)
    {
        using var _ = no_grad();
        bias.copy_(former.Block.Bias!);
        carried?.zero_();
        var source = 0L;
        foreach (var visit in former.Reads)
        {
            var width = network.Output.Segments[visit].Neurons.Count;
            var target = reads.TakeWhile(v => v != visit).Sum(v => (long)network.Output.Segments[v].Neurons.Count);
            if (width > 0 && reads.Contains(visit)) carried!.narrow(1, target, width).copy_(former.Block.Weight.narrow(1, source, width));
            source += width;
        }
    }

    private Tensor Uniform(double bound, long[] shape)
    {
        // Drawn on the CPU in float32, so that a seed means the same everywhere.
        using var scope = NewDisposeScope();
        return (rand(shape, generator: generator) * (2 * bound) - bound).to(network.Dtype).to(network.Device).MoveToOuterDisposeScope();
    }
}
