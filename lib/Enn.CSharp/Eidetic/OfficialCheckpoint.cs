using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>
/// Reads the official code's state dict of a network that has learned tasks: for each parameter its values (<c>weight_orig</c>), the mask of the task in training
/// (<c>weight_mask</c>) and owners (<c>weight_excess_capacity</c>, -1 for nobody).
/// </summary>
public static class OfficialCheckpoint
{
    /// <summary>Seals the tasks that own neurons in the state, with their values. What the state's task in training has learned is left out, as it is not sealed yet.</summary>
    /// <param name="network">A network without any sealed task, of the state's shape.</param>
    /// <param name="state">The official state dict.</param>
    /// <returns>How many tasks were sealed.</returns>
    /// <exception cref="InvalidOperationException">The network has sealed tasks, or one in training.</exception>
    /// <exception cref="InvalidDataException">An entry is missing or has another shape; the network is as it was.</exception>
    public static int Load(EideticNetwork network, IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Visits.Count > 0 || network.Active is not null) throw new InvalidOperationException("Only a network that has not learned anything can take over a state.");
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var read = new Reader(state, network);
        var owners = network.Groups.ToDictionary(group => group, group => Owners(network, read, group));
        var tasks = owners.Values.SelectMany(o => o).Max() + 1;
        if (tasks > network.Tasks.Count) throw new InvalidDataException($"The state has {tasks} tasks, the network {network.Tasks.Count}.");
        int[] Of(ChannelGroup group, int task) => [.. Enumerable.Range(0, group.Size).Where(n => owners[group][n] == task)];
        var blocks = network.Layers.ToDictionary(layer => layer, layer => Enumerable.Range(0, tasks).Select(task => Block(read, layer, task, Of)).ToList());
        var heads = Enumerable.Range(0, tasks).Select(task => Head(read, network, task, Of)).ToList();
        network.Take([.. Enumerable.Range(0, tasks).Select(task => new Visit(task, [.. Enumerable.Range(0, task + 1)]))], Of, blocks, heads);
        return tasks;
    }

    private static int[] Owners(EideticNetwork network, Reader read, ChannelGroup group)
    {
        var layer = network.Layers.First(l => l.To == group && l.Scored);
        var owners = read.Entry(layer.NormKey is { } norm ? $"{norm}.weight_excess_capacity" : $"{layer.Key}.bias_excess_capacity", [group.Size]);
        return [.. owners.to(ScalarType.Int64).cpu().data<long>().ToArray().Select(owner => (int)owner)];
    }

    private static SealedBlock? Block(Reader read, EideticLayer layer, int task, Func<ChannelGroup, int, int[]> of)
    {
        if (of(layer.To, task) is not { Length: > 0 } neurons) return null;
        var rows = read.Index(neurons);
        var columns = layer.From.IsInput ? null : read.Index([.. Enumerable.Range(0, task + 1).SelectMany(t => of(layer.From, t))]);
        var weight = layer.Connection.Gather(read.Parameter(layer.Key, "weight", layer.Connection.Shape(layer.To.Size, layer.From.Size)), rows, columns);
        var bias = layer.HasBias ? read.Parameter(layer.Key, "bias", [layer.To.Size]).index_select(0, rows) : null;
        var block = new TrainableBlock(weight, null, bias, layer.NormKey is null ? null : Norm(read, layer, neurons.Length, rows), []).Fold();
        return new SealedBlock(block, layer.From.IsInput ? [task] : [.. Enumerable.Range(0, task + 1)]);
    }

    private static BatchNorm Norm(Reader read, EideticLayer layer, int neurons, Tensor rows)
    {
        var norm = read.Place(layer.Connection.Norm(neurons));
        foreach (var (name, value) in norm.state_dict())
        {
            if (value.ndim == 0) continue;
            var source = name is "weight" or "bias" ? read.Parameter(layer.NormKey!, name, [layer.To.Size]) : read.Entry($"{layer.NormKey}.{name}", [layer.To.Size]);
            value.copy_(source.index_select(0, rows));
        }
        return norm;
    }

    private static SealedBlock Head(Reader read, EideticNetwork network, int task, Func<ChannelGroup, int, int[]> of)
    {
        var (key, outputs) = (EideticNetwork.HeadKey(task), network.Tasks[task].Outputs);
        var columns = read.Index([.. Enumerable.Range(0, task + 1).SelectMany(t => of(network.Output, t))]);
        var block = DenseBlock.Frozen(read.Parameter(key, "weight", [outputs, network.Output.Size]).index_select(1, columns), read.Parameter(key, "bias", [outputs]));
        return new SealedBlock(block, [.. Enumerable.Range(0, task + 1)]);
    }

    /// <summary>Entries of the state, in the network's type and place.</summary>
    private sealed class Reader(IReadOnlyDictionary<string, Tensor> state, EideticNetwork network)
    {
        public Tensor Entry(string name, long[] shape)
        {
            if (!state.TryGetValue(name, out var entry)) throw new InvalidDataException($"The state has no '{name}'.");
            if (!entry.shape.SequenceEqual(shape)) throw new InvalidDataException($"'{name}' has the shape [{string.Join(",", entry.shape)}] where the network has [{string.Join(",", shape)}].");
            return entry.detach().to(network.Dtype).to(network.Device);
        }

        /// <summary>A parameter's values under its mask.</summary>
        public Tensor Parameter(string key, string name, long[] shape) => Entry($"{key}.{name}_orig", shape) * Entry($"{key}.{name}_mask", shape);

        public Tensor Index(int[] neurons) => tensor([.. neurons.Select(n => (long)n)], device: network.Device);

        public BatchNorm Place(BatchNorm norm)
        {
            norm.to(network.Dtype);
            norm.to(network.Device);
            return norm;
        }
    }
}
