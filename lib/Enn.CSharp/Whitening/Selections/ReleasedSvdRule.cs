using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// What the released "unstable" SVD layer does: up to and with the first eigenvalue that is at most epsilon, and only the first where there is none.
/// </summary>
/// <param name="epsilon">The layer's epsilon.</param>
public sealed class ReleasedSvdRule(double epsilon) : Selection
{
    /// <inheritdoc/>
    public override string Name => "released svd";

    /// <inheritdoc/>
    public override Tensor Keep(Tensor values)
    {
        var small = values.le(epsilon).to(ScalarType.Int64);
        var before = small.cumsum(-1) - small;
        return before.eq(0).logical_and(small.sum(-1, keepdim: true).gt(0)).logical_or(Positions(values).eq(0));
    }
}
