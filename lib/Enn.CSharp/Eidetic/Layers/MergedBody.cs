using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>
/// The owned neurons of some visits as one ordinary network: in each layer one weight, with zeros where a visit does not read another. Faster than block after
/// block, equal but for rounding: what later tasks train on, and what extraction gives.
/// </summary>
internal sealed class MergedBody : IDisposable
{
    private readonly Dictionary<EideticLayer, DenseBlock> _blocks = [];

    /// <param name="layers">The layers of the network.</param>
    /// <param name="visits">Ascending, with all that they read.</param>
    public MergedBody(IEnumerable<EideticLayer> layers, IReadOnlyList<int> visits)
    {
        Visits = visits;
        foreach (var layer in layers)
            if (Merge(layer, visits) is { } block) _blocks.Add(layer, block);
    }

    /// <summary>The visits whose neurons are computed, ascending.</summary>
    public IReadOnlyList<int> Visits { get; }

    /// <summary>The weights by layer.</summary>
    public IReadOnlyDictionary<EideticLayer, DenseBlock> Blocks => _blocks;

    /// <summary>A layer's owned output; null where nothing is owned.</summary>
    public Tensor? Apply(EideticLayer layer, Tensor? input) =>
        input is not null && _blocks.TryGetValue(layer, out var block) ? layer.Connection.Apply(input, block.Weight, block.Bias) : null;

    /// <summary>The columns of some of the visits.</summary>
    /// <param name="owned">[B, all visits' columns, ...].</param>
    /// <param name="group">The group that the columns are neurons of.</param>
    /// <param name="reads">Which visits.</param>
    /// <returns>Null if there are none.</returns>
    public Tensor? Select(Tensor? owned, ChannelGroup group, IReadOnlyList<int> reads)
    {
        if (owned is null || reads.SequenceEqual(Visits)) return owned;
        var neurons = Visits.Sum(visit => group.Segments[visit].Neurons.Count);
        if (neurons == 0) return null;
        var columns = owned.size(1) / neurons;
        var parts = new List<Tensor>();
        var start = 0L;
        foreach (var visit in Visits)
        {
            var length = group.Segments[visit].Neurons.Count * columns;
            if (length > 0 && reads.Contains(visit)) parts.Add(owned.narrow(1, start, length));
            start += length;
        }
        return parts.Count == 0 ? null : cat(parts, 1);
    }

    public void To_(Device device, ScalarType dtype)
    {
        foreach (var (layer, old) in _blocks.ToArray())
        {
            _blocks[layer] = old.To(device, dtype);
            old.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var block in _blocks.Values) block.Dispose();
    }

    private static DenseBlock? Merge(EideticLayer layer, IReadOnlyList<int> visits)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        SealedBlock[] blocks = [.. visits.Select(visit => layer.Sealed[visit]).OfType<SealedBlock>()];
        if (blocks.Length == 0) return null;
        var bias = blocks[0].Block.Bias is null ? null : cat([.. blocks.Select(b => b.Block.Bias!)]);
        var weight = layer.From.IsInput ? cat([.. blocks.Select(b => b.Block.Weight)]) : Spread(layer, blocks, visits);
        return DenseBlock.Frozen(weight, bias);
    }

    private static Tensor Spread(EideticLayer layer, SealedBlock[] blocks, IReadOnlyList<int> visits)
    {
        int Inputs(int visit) => layer.From.Segments[visit].Neurons.Count;
        var any = blocks[0].Block.Weight;
        var merged = zeros(layer.Connection.Shape(blocks.Sum(b => b.Block.Weight.size(0)), visits.Sum(Inputs)), any.dtype, any.device);
        var row = 0L;
        foreach (var (block, reads) in blocks.Select(b => (b.Block.Weight, b.Reads)))
        {
            var channel = block.size(1) / Math.Max(1, reads.Sum(Inputs));
            var source = 0L;
            foreach (var visit in reads)
            {
                var width = Inputs(visit) * channel;
                if (width > 0) merged.narrow(0, row, block.size(0)).narrow(1, Before(visit) * channel, width).copy_(block.narrow(1, source, width));
                source += width;
            }
            row += block.size(0);
        }
        return merged;

        long Before(int visit) => visits.TakeWhile(v => v != visit).Sum(v => (long)Inputs(v));
    }
}
