using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>
/// A layer with weights: it reads one channel group and gives another. Its definition, and the frozen block that each sealed visit left in it; what trains lies in
/// <see cref="TaskPhase"/>.
/// </summary>
public sealed class EideticLayer
{
    private readonly List<SealedBlock?> _sealed = [];

    /// <summary>A layer.</summary>
    /// <param name="key">Its name in the official state dict, e.g. <c>blocks.0.0</c>.</param>
    /// <param name="connection">What it computes.</param>
    /// <param name="from">What it reads.</param>
    /// <param name="to">What it gives.</param>
    /// <param name="norm">The name of the batch normalisation right behind it; null for none.</param>
    /// <param name="bias">Whether it has a bias.</param>
    /// <param name="scored">Whether criteria score the group's neurons by this layer. False for a shortcut, whose neurons follow those of the layer that it is added to.</param>
    public EideticLayer(string key, Connection connection, ChannelGroup from, ChannelGroup to, string? norm = null, bool bias = true, bool scored = true)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (to.IsInput) throw new ArgumentException("No layer gives the network's input.", nameof(to));
        (Key, Connection, From, To, NormKey, HasBias, Scored) = (key, connection, from, to, norm, bias, scored);
    }

    /// <summary>Its name in the official state dict.</summary>
    public string Key { get; }

    /// <summary>What it computes.</summary>
    public Connection Connection { get; }

    /// <summary>What it reads.</summary>
    public ChannelGroup From { get; }

    /// <summary>What it gives.</summary>
    public ChannelGroup To { get; }

    /// <summary>The name of the batch normalisation right behind it; null for none.</summary>
    public string? NormKey { get; }

    /// <summary>Whether it has a bias.</summary>
    public bool HasBias { get; }

    /// <summary>Whether criteria score the group's neurons by this layer.</summary>
    public bool Scored { get; }

    /// <summary>The frozen blocks by visit; null where a visit sealed nothing here.</summary>
    internal IReadOnlyList<SealedBlock?> Sealed => _sealed;

    /// <summary>The layer's output, normalisation included: each part of its group from the parts that it may read.</summary>
    public Features Forward(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var pass = x.Pass;
        var parts = new Tensor?[pass.Visits];
        foreach (var visit in pass.Sealed) parts[visit] = Apply(_sealed[visit], x);
        var owned = pass.Owned?.Invoke(this, x.Input ?? x.Owned);
        var free = pass.Phase?.Apply(this, x);
        if (pass.Places is { } places && (parts.FirstOrDefault(p => p is not null) ?? owned ?? free) is { } some) places(this, some.numel() / (some.size(0) * some.size(1)));
        return x.Next(parts, owned, free);
    }

    internal void Seal(SealedBlock? block) => _sealed.Add(block);

    internal void Replace(IEnumerable<SealedBlock?> blocks)
    {
        foreach (var old in _sealed) old?.Block.Dispose();
        _sealed.Clear();
        _sealed.AddRange(blocks);
    }

    internal void To_(Device device, ScalarType dtype)
    {
        for (var i = 0; i < _sealed.Count; i++)
        {
            if (_sealed[i] is not { } old) continue;
            _sealed[i] = old with { Block = old.Block.To(device, dtype) };
            old.Block.Dispose();
        }
    }

    private Tensor? Apply(SealedBlock? block, Features x)
    {
        if (block is null) return null;
        return (x.Input ?? x.Join(block.Reads)) is { } input ? Connection.Apply(input, block.Block.Weight, block.Block.Bias) : null;
    }
}
