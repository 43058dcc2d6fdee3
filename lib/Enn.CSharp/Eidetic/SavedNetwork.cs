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
    /// <exception cref="ArgumentException">A task of it makes no sense.</exception>
    public void Check(EideticNetwork network)
    {
        Demand(Tasks.All(t => t is not null) && Visits.All(v => v is not null) && Groups.All(g => g is not null && g.Segments.All(s => s is not null)) && Reads.Values.All(r => r is not null)
            && Heads.Values.All(r => r is not null), "parts of it are missing");
        foreach (var task in Tasks) task.Checked();
        Demand(Groups.Select(g => g.Name).SequenceEqual(network.Groups.Select(g => g.Name)), "it has other channel groups");
        Demand(Reads.Keys.ToHashSet().SetEquals(network.Layers.Select(layer => layer.Key)), "it has other layers");
        Demand(Heads.Keys.All(task => task >= 0 && task < Tasks.Count) && Heads.Keys.ToHashSet().SetEquals(Visits.Select(v => v.Task)), "its heads are not those of the tasks that it has learned");
        foreach (var (visit, i) in Visits.Select((visit, i) => (visit, i)))
            Demand(visit.Needs.Count > 0 && visit.Needs[^1] == i && visit.Needs.All(n => n >= 0 && n <= i && Visits[n].Needs.All(visit.Needs.Contains)),
                $"what visit {i} reads makes no sense");
        foreach (var group in Groups)
        {
            int[] owned = [.. group.Segments.SelectMany(s => s.Neurons)];
            Demand(group.Size >= 1 && group.Segments.Select(s => s.Task).SequenceEqual(Visits.Select(v => v.Task)) && owned.All(n => n >= 0 && n < group.Size) && owned.Distinct().Count() == owned.Length, $"the owners of {group.Name} make no sense");
        }
        foreach (var layer in network.Layers)
        {
            var list = Reads[layer.Key];
            Demand(list.Count == Visits.Count && list.Select((reads, i) => (reads is null) == (Neurons(layer.To.Name, [i]) == 0)).All(fits => fits), $"the blocks of {layer.Key} do not fit their neurons");
            Demand(list.Select((reads, i) => reads is null || (reads.Count > 0 && reads[^1] == i && reads.All(Visits[i].Needs.Contains))).All(fits => fits), $"a block of {layer.Key} reads what its task does not");
        }
        Demand(Heads.Values.All(reads => reads.All(n => n >= 0 && n < Visits.Count)), "a head reads a visit that there is not");
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidDataException(otherwise);
    }
}
