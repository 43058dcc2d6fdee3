using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// All but null directions: those whose variance, the eigenvalue less the layer's epsilon, is at most a share of the largest. The same number for rotated
/// data, another order of summation or float32 input. The first is always kept.
/// </summary>
/// <param name="epsilon">What the layer added to the covariance's diagonal.</param>
/// <param name="tolerance">The share; above float32's rounding of a covariance.</param>
public sealed class NullTolerance(double epsilon, double tolerance = 1e-6) : Selection
{
    /// <inheritdoc/>
    public override string Name => "tolerance";

    /// <inheritdoc/>
    public override Tensor Keep(Tensor values)
    {
        var variances = values - epsilon;
        return variances.gt(variances.narrow(-1, 0, 1) * tolerance).logical_or(Positions(values).eq(0));
    }
}
