using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>The fewest leading eigenvalues that together have a share of the energy; the one that reaches it is kept.</summary>
/// <param name="share">tau in (0, 1].</param>
public sealed class EnergyShare(double share) : Selection
{
    /// <inheritdoc/>
    public override string Name => $"energy {share}";

    /// <inheritdoc/>
    public override Tensor Keep(Tensor values) => ((values.cumsum(-1) - values) / values.sum(-1, keepdim: true)).lt(share).logical_or(Positions(values).eq(0));
}
