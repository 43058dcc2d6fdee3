namespace Enn.NonNegative;

/// <summary>How a transformed layer is computed; both paths give the same function and the same gradients.</summary>
public enum ExecutionPath
{
    /// <summary>One matrix product with W+ - W-: half the work, and more accurate, since c does not cancel in sums.</summary>
    Fused,

    /// <summary>As the hardware does it: two branches, W+ on the input and W- on its mirror, all sums of non-negative terms.</summary>
    TwoBranch,
}
