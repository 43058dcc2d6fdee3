namespace Enn.Eigen;

/// <summary>How a layer applies W = Q diag(Lambda) P^T. The results are equal but for rounding.</summary>
public enum ExecutionPath
{
    /// <summary>Whichever takes fewer multiplications for the input at hand.</summary>
    Cheapest,

    /// <summary>First P^T, then Q diag(Lambda): for a convolution, one with r output channels and then a 1x1 one.</summary>
    Factored,

    /// <summary>W is composed, then applied as an ordinary layer does.</summary>
    Merged,
}
