using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// The released ZCA layer's rule: all before the first eigenvalue that reaches the energy share 1 - epsilon or is at most epsilon. The one that triggers is
/// left out, so at least one always is.
/// </summary>
/// <param name="epsilon">The layer's epsilon.</param>
public sealed class PaperRule(double epsilon) : Selection
{
    /// <inheritdoc/>
    public override string Name => "paper";

    /// <inheritdoc/>
    public override Tensor Keep(Tensor values) =>
        (values.cumsum(-1) / values.sum(-1, keepdim: true)).ge(1 - epsilon).logical_or(values.le(epsilon)).to(ScalarType.Int64).cumsum(-1).eq(0);
}
