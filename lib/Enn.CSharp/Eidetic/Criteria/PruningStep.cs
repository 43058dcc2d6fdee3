namespace Enn.Eidetic;

/// <summary>How many neurons one pruning step takes, and which: those with the lowest scores among the free ones, ties by their numbers.</summary>
/// <param name="Fraction">Between 0 and 1.</param>
public sealed record PruningStep(double Fraction)
{
    /// <summary>The fraction is of the neurons at the start; else of what is left.</summary>
    public bool Constant { get; init; }

    /// <summary>Neurons that the task can read and that stay in each group: kept ones, and owned ones where the next layers read those. At least 1.</summary>
    public int Floor { get; init; } = 1;

    /// <summary>The neurons to prune; empty groups are left out.</summary>
    /// <param name="phase">The phase to prune.</param>
    /// <param name="criterion">Whose scores these are.</param>
    /// <param name="scores">For each kept neuron of each group.</param>
    public IReadOnlyDictionary<ChannelGroup, IReadOnlyCollection<int>> Choose(TaskPhase phase, ICriterion criterion, IReadOnlyDictionary<ChannelGroup, double[]> scores)
    {
        if (Fraction is not (> 0 and < 1) || Floor < 1) throw new InvalidOperationException($"A step takes a fraction between 0 and 1 and leaves at least one neuron, not {Fraction} and {Floor}.");
        return criterion.NetworkWide ? NetworkWide(phase, scores) : LayerWise(phase, scores);
    }

    private Dictionary<ChannelGroup, IReadOnlyCollection<int>> LayerWise(TaskPhase phase, IReadOnlyDictionary<ChannelGroup, double[]> scores)
    {
        var chosen = new Dictionary<ChannelGroup, IReadOnlyCollection<int>>();
        foreach (var group in phase.Network.Groups)
        {
            var kept = phase.Kept(group);
            // The official base: all rows that are not pruned, those that are owned included; ties to even.
            var alive = kept.Count + group.Segments.Sum(s => s.Neurons.Count);
            var count = Math.Min((int)Math.Round(Fraction * (Constant ? group.Size : alive), MidpointRounding.ToEven), Room(phase, group));
            if (count > 0) chosen[group] = [.. kept.Zip(scores[group]).OrderBy(n => n.Second).ThenBy(n => n.First).Take(count).Select(n => n.First)];
        }
        return chosen;
    }

    private Dictionary<ChannelGroup, IReadOnlyCollection<int>> NetworkWide(TaskPhase phase, IReadOnlyDictionary<ChannelGroup, double[]> scores)
    {
        var groups = phase.Network.Groups;
        var candidates = groups.Sum(group => phase.Kept(group).Count);
        var count = (int)Math.Floor(Fraction * (Constant ? groups.Sum(group => group.Size) : candidates));
        var room = groups.ToDictionary(group => group, group => Room(phase, group));
        var chosen = new Dictionary<ChannelGroup, List<int>>();
        var order = groups.SelectMany((group, i) => phase.Kept(group).Zip(scores[group]).Select(n => (group, i, neuron: n.First, score: n.Second)))
            .OrderBy(n => n.score).ThenBy(n => n.i).ThenBy(n => n.neuron);
        foreach (var (group, _, neuron, _) in order)
        {
            if (count == 0) break;
            if (room[group] == 0) continue;
            (room[group], count) = (room[group] - 1, count - 1);
            if (!chosen.TryGetValue(group, out var list)) chosen[group] = list = [];
            list.Add(neuron);
        }
        return chosen.ToDictionary(c => c.Key, c => (IReadOnlyCollection<int>)c.Value);
    }

    /// <summary>How many neurons of a group may go before its readers would be left with fewer than the floor.</summary>
    private int Room(TaskPhase phase, ChannelGroup group) => Math.Max(0, Math.Min(phase.Kept(group).Count, phase.Kept(group).Count + phase.Readable(group) - Floor));
}
