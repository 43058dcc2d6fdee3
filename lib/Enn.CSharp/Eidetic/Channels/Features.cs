using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>
/// The activations of one channel group, in parts: what sealed visits own and what is free. Parts never share a tensor, so that a part keeps its shape, and with it
/// its bits, whatever happens to the others. Layers combine parts; everything else in a network acts on each channel alone and goes through <see cref="Map"/>.
/// </summary>
public sealed class Features
{
    internal Features(Pass pass, Tensor input) => (Pass, Input, Batch, Sealed) = (pass, input, input.size(0), []);

    private Features(Features origin) => (Pass, Batch, Sealed) = (origin.Pass, origin.Batch, []);

    /// <summary>Whether the network is in training mode: what dropout goes by.</summary>
    public bool Training => Pass.Training;

    internal Pass Pass { get; }

    /// <summary>Samples.</summary>
    internal long Batch { get; }

    /// <summary>The network's input; null behind the first layer.</summary>
    internal Tensor? Input { get; private init; }

    /// <summary>Each sealed visit's neurons on their own; null where a visit has none here. Empty in passes that read the owned neurons as one.</summary>
    internal IReadOnlyList<Tensor?> Sealed { get; private init; }

    /// <summary>The owned neurons as one part, visit after visit; null where there are none.</summary>
    internal Tensor? Owned { get; private init; }

    /// <summary>The neurons in training; null where there are none.</summary>
    internal Tensor? Free { get; private init; }

    /// <summary>Applies a function that treats every channel alike and by itself: an activation, dropout, pooling, flattening.</summary>
    /// <param name="channelwise">From [B, n, ...] to [B, n, ...], or to [B, n k] with the k values of a channel side by side.</param>
    public Features Map(Func<Tensor, Tensor> channelwise) => new(this)
    {
        Input = Input is null ? null : channelwise(Input),
        Sealed = [.. Sealed.Select(part => part is null ? null : channelwise(part))],
        Owned = Owned is null ? null : channelwise(Owned),
        Free = Free is null ? null : channelwise(Free),
    };

    /// <summary>The sum of two activations of the same channel group: a residual connection.</summary>
    public static Features operator +(Features left, Features right) => left.Add(right);

    /// <summary>The sum of two activations of the same channel group: a residual connection.</summary>
    public Features Add(Features other) => new(this)
    {
        Sealed = [.. Sealed.Zip(other.Sealed, Sum)],
        Owned = Sum(Owned, other.Owned),
        Free = Sum(Free, other.Free),
    };

    /// <summary>What a layer makes of these.</summary>
    internal Features Next(IReadOnlyList<Tensor?> parts, Tensor? owned, Tensor? free) => new(this) { Sealed = parts, Owned = owned, Free = free };

    /// <summary>The parts of some visits side by side; null if they own nothing here.</summary>
    internal Tensor? Join(IEnumerable<int> visits)
    {
        Tensor[] parts = [.. visits.Select(visit => Sealed[visit]).OfType<Tensor>()];
        return parts.Length switch { 0 => null, 1 => parts[0], _ => cat(parts, 1) };
    }

    private static Tensor? Sum(Tensor? left, Tensor? right) => (left, right) switch
    {
        (null, null) => null,
        (not null, not null) => left + right,
        _ => throw new InvalidOperationException("Only activations of the same channel group can be added."),
    };
}
