namespace Enn.Eidetic;

public sealed partial class EideticNetwork
{
    /// <summary>Who has which neurons and weights.</summary>
    /// <param name="transfer">How weights are counted, those of all layers alike; see <see cref="OwnerView.Weight"/>. Where layers differ (<see cref="Transfer.Layers"/>), count each with its own.</param>
    public CapacityReport Capacity(bool transfer = true) => new(
        [.. Groups.Select(group => new GroupCapacity(group.Name, group.Size,
            group.Segments.GroupBy(s => s.Task).ToDictionary(s => s.Key, s => s.Sum(segment => segment.Neurons.Count)), Active?.Kept(group).Count ?? 0, group.Free().Length))],
        [.. Layers.Select(layer => new LayerCapacity(layer.Key, layer.To.Size * layer.Connection.FanIn(layer.From.Size), OwnerView.Count(layer, transfer)))]);

    /// <summary>
    /// Adds free neurons. Nothing else changes: what is sealed lies in blocks that know nothing of them. They take part from the next <see cref="Begin"/>.
    /// </summary>
    /// <param name="policy">How many for each group; see <see cref="Growth"/>.</param>
    /// <exception cref="InvalidOperationException">A task is in training.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative number; no group has grown.</exception>
    public void Grow(Func<ChannelGroup, int> policy)
    {
        if (Active is { } phase) throw new InvalidOperationException($"A network grows between tasks, but task {phase.Task} is in training.");
        var more = Groups.Select(group => (Group: group, Neurons: policy(group))).ToArray();
        ArgumentOutOfRangeException.ThrowIfNegative(more.Min(m => m.Neurons), nameof(policy));
        foreach (var (group, neurons) in more) group.Grow(neurons);
    }

    /// <summary>A task's part as a small dense network of its own.</summary>
    /// <param name="task">A sealed task.</param>
    /// <exception cref="InvalidOperationException">The task is not sealed.</exception>
    public Subnetwork Extract(int task)
    {
        CheckSealed(task);
        return new Subnetwork(this, task);
    }

    /// <summary>Multiply-adds of a sample in the whole network with all neurons, the body and one head.</summary>
    /// <param name="task">Whose head.</param>
    /// <param name="sample">The shape of a sample, without the batch.</param>
    public long MultiplyAdds(int task, params long[] sample)
    {
        var places = Places.Of(_architecture, sample);
        return Layers.Sum(layer => places[layer] * layer.To.Size * layer.Connection.FanIn(layer.From.Size)) + (long)Output.Size * _tasks[task].Outputs;
    }

    internal IArchitecture Architecture => _architecture;
}
