namespace Enn.Eidetic;

/// <summary>
/// Who owns each single parameter of the dense tensors, in the official code's sense, derived from the neurons' owners: the task, or -1 for nobody.
/// </summary>
public static class OwnerView
{
    /// <summary>The owners of a body weight's entries, [outputs, inputs] (kernel positions share theirs).</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="transfer">
    /// With forward transfer a row belongs to its neuron's owner. Without, an entry belongs to whichever of its two neurons was sealed first, for the zeros that keep
    /// tasks apart are frozen too; the network's input counts as never sealed.
    /// </param>
    public static int[,] Weight(EideticLayer layer, bool transfer = true)
    {
        var owners = new int[layer.To.Size, layer.From.Size];
        for (var i = 0; i < layer.To.Size; i++)
            for (var j = 0; j < layer.From.Size; j++)
                owners[i, j] = transfer || layer.From.IsInput ? layer.To.Owner(i) : First(layer, i, j);
        return owners;
    }

    /// <summary>The owners of a group's biases, normalisation scales and shifts.</summary>
    public static int[] Vector(ChannelGroup group) => [.. Enumerable.Range(0, group.Size).Select(group.Owner)];

    /// <summary>The owners of a head's columns: the task itself for those that its sealed head reads, nobody for the others.</summary>
    public static int[] Head(EideticNetwork network, int task)
    {
        var reads = network.Heads.TryGetValue(task, out var head) ? head.Reads : [];
        return [.. Enumerable.Range(0, network.Output.Size).Select(n => reads.Contains(network.Output.Visit(n)) ? task : -1)];
    }

    /// <summary>How many entries of a body weight each task owns, kernel positions counted.</summary>
    public static IReadOnlyDictionary<int, long> Count(EideticLayer layer, bool transfer = true)
    {
        var counts = new Dictionary<int, long>();
        var (columns, rowsLeft, columnsLeft) = (layer.From.IsInput ? [] : layer.From.Segments, (long)layer.To.Size, (long)layer.From.Size);
        foreach (var (rows, visit) in layer.To.Segments.Select((segment, visit) => (segment, visit)))
        {
            long sealedRows = rows.Neurons.Count, sealedColumns = columns.Count > visit ? columns[visit].Neurons.Count : 0;
            rowsLeft -= sealedRows;
            var entries = transfer || layer.From.IsInput ? sealedRows * layer.From.Size : sealedRows * columnsLeft + sealedColumns * rowsLeft;
            columnsLeft -= sealedColumns;
            counts[rows.Task] = counts.GetValueOrDefault(rows.Task) + entries * layer.Connection.FanIn(1);
        }
        return counts;
    }

    private static int First(EideticLayer layer, int i, int j)
    {
        var (to, from) = (layer.To.Visit(i), layer.From.Visit(j));
        return to < 0 || (from >= 0 && from < to) ? layer.From.Owner(j) : layer.To.Owner(i);
    }
}
