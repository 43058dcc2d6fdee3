using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>The leading k; all where there are fewer.</summary>
/// <param name="count">k, at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A count below 1.</exception>
public sealed class FixedCount(long count) : Selection
{
    private readonly long _count = count >= 1 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "At least one eigenvalue is kept.");

    /// <inheritdoc/>
    public override string Name => $"{_count}";

    /// <inheritdoc/>
    public override Tensor Keep(Tensor values) => Positions(values).lt(_count).expand_as(values);
}
