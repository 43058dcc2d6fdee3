using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>The fewest leading eigenvalues that together have a share of the energy; the one that reaches it is kept.</summary>
/// <param name="share">tau in (0, 1].</param>
/// <exception cref="ArgumentOutOfRangeException">Another share.</exception>
public sealed class EnergyShare(double share) : Selection
{
    private readonly double _share = share is > 0 and <= 1 ? share : throw new ArgumentOutOfRangeException(nameof(share), share, "A share of the energy lies above 0 and is at most 1.");

    /// <inheritdoc/>
    public override string Name => $"energy {_share}";

    /// <inheritdoc/>
    public override Tensor Keep(Tensor values) => ((values.cumsum(-1) - values) / values.sum(-1, keepdim: true)).lt(_share).logical_or(Positions(values).eq(0));
}
