namespace Enn.Eidetic;

/// <summary>A group as it lies in a file.</summary>
internal sealed record SavedGroup(string Name, int Size, IReadOnlyList<Segment> Segments);

/// <summary>Who owns and reads what, as it lies in a file; the numbers lie beside it as tensors.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="Visits">The sealed visits.</param>
/// <param name="Groups">The groups with their owners.</param>
/// <param name="Reads">For each layer and visit, what the block reads; null for no block.</param>
/// <param name="Heads">For each sealed task, what its head reads.</param>
internal sealed record SavedNetwork(IReadOnlyList<EideticTask> Tasks, IReadOnlyList<Visit> Visits, IReadOnlyList<SavedGroup> Groups,
    Dictionary<string, List<IReadOnlyList<int>?>> Reads, Dictionary<int, IReadOnlyList<int>> Heads)
{
    /// <summary>How many neurons of a group some visits own.</summary>
    public int Neurons(string group, IEnumerable<int> visits)
    {
        var segments = Groups.First(g => g.Name == group).Segments;
        return visits.Sum(visit => segments[visit].Neurons.Count);
    }

    /// <summary>The shape of a sealed block.</summary>
    public long[] Shape(EideticLayer layer, int visit, IReadOnlyList<int> reads) =>
        layer.Connection.Shape(Neurons(layer.To.Name, [visit]), layer.From.IsInput ? layer.From.Size : Neurons(layer.From.Name, reads));

    /// <exception cref="InvalidDataException">It belongs to another architecture or contradicts itself.</exception>
    public void Check(EideticNetwork network)
    {
        Demand(Groups.Select(g => g.Name).SequenceEqual(network.Groups.Select(g => g.Name)), "it has other channel groups");
        Demand(Reads.Keys.ToHashSet().SetEquals(network.Layers.Select(layer => layer.Key)), "it has other layers");
        Demand(Heads.Keys.Concat(Visits.Select(v => v.Task)).All(task => task >= 0 && task < Tasks.Count), "it speaks of a task that it does not have");
        foreach (var (visit, i) in Visits.Select((visit, i) => (visit, i)))
            Demand(visit.Needs.Count > 0 && visit.Needs[^1] == i && visit.Needs.All(n => n >= 0 && n <= i && Visits[n].Needs.All(visit.Needs.Contains)),
                $"what visit {i} reads makes no sense");
        foreach (var group in Groups)
        {
            int[] owned = [.. group.Segments.SelectMany(s => s.Neurons)];
            Demand(group.Segments.Count == Visits.Count && owned.All(n => n >= 0 && n < group.Size) && owned.Distinct().Count() == owned.Length, $"the owners of {group.Name} make no sense");
        }
        foreach (var layer in network.Layers)
            Demand(Reads[layer.Key].Count == Visits.Count && Enumerable.Range(0, Visits.Count).All(visit => (Reads[layer.Key][visit] is null) == (Neurons(layer.To.Name, [visit]) == 0)),
                $"the blocks of {layer.Key} do not fit their neurons");
        foreach (var (key, list) in Reads)
            Demand(list.Count == Visits.Count && list.Select((reads, i) => reads is null || (reads.Count > 0 && reads[^1] == i && reads.All(n => n >= 0 && n <= i))).All(fits => fits),
                $"a block of {key} reads what comes after it");
        Demand(Heads.Values.All(reads => reads.All(n => n >= 0 && n < Visits.Count)), "a head reads a visit that there is not");
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidDataException(otherwise);
    }
}
