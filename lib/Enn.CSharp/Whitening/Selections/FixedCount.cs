using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>The leading k; all where there are fewer.</summary>
/// <param name="count">k.</param>
public sealed class FixedCount(long count) : Selection
{
    /// <inheritdoc/>
    public override string Name => $"{count}";

    /// <inheritdoc/>
    public override Tensor Keep(Tensor values) => Positions(values).lt(count).expand_as(values);
}
