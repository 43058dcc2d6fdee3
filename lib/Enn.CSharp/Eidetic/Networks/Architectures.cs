namespace Enn.Eidetic;

/// <summary>Whether a declaration makes sense.</summary>
internal static class Architectures
{
    /// <exception cref="ArgumentException">It does not; the message names the layer or group.</exception>
    public static void Check(IArchitecture architecture)
    {
        var order = architecture.Groups.Select((group, i) => (group, i)).ToDictionary(g => g.group, g => g.i);
        if (order.Count == 0) throw new ArgumentException("A network has at least one channel group.");
        if (Twice(architecture.Groups.Select(group => group.Name)) is { } same) throw new ArgumentException($"Two groups are called {same}.");
        foreach (var layer in architecture.Layers)
        {
            if (!order.TryGetValue(layer.To, out var to)) throw new ArgumentException($"{layer.Key} gives {layer.To.Name}, which is not among the network's groups.");
            if (layer.From.IsInput) continue;
            if (!order.TryGetValue(layer.From, out var from)) throw new ArgumentException($"{layer.Key} reads {layer.From.Name}, which is not among the network's groups.");
            if (from >= to) throw new ArgumentException($"{layer.Key} reads {layer.From.Name}, which is computed after {layer.To.Name}.");
        }
        foreach (var group in architecture.Groups)
        {
            if (!architecture.Layers.Any(layer => layer.To == group && layer.Scored)) throw new ArgumentException($"No layer that is scored gives {group.Name}.");
            if (group.Segments.Count > 0) throw new ArgumentException($"{group.Name} serves another network already.");
        }
        if (architecture.Groups.SkipLast(1).FirstOrDefault(group => !architecture.Layers.Any(layer => layer.From == group)) is { } unread)
            throw new ArgumentException($"No layer reads {unread.Name}, and the heads read the last group only.");
        string[] names = [.. architecture.Layers.SelectMany(layer => new[] { layer.Key, layer.NormKey }).OfType<string>()];
        if (Twice(names) is { } twice) throw new ArgumentException($"Two layers, or a layer and a normalisation, are called {twice}.");
        if (names.FirstOrDefault(name => name == Transfer.Head || name.StartsWith(EideticNetwork.HeadsKey, StringComparison.Ordinal)) is { } reserved)
            throw new ArgumentException($"The name {reserved} is kept for the heads.");
    }

    private static string? Twice(IEnumerable<string> names) => names.GroupBy(name => name).FirstOrDefault(g => g.Count() > 1)?.Key;
}
