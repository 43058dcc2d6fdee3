namespace Enn.Eigen;

/// <summary>What a local head makes of a unit's output before its frozen linear layer.</summary>
public enum HeadInput
{
    /// <summary>All of it, flattened: the paper's, whose heads outweigh the network 6 to 50 times.</summary>
    Flattened,

    /// <summary>Average-pooled to a small square first.</summary>
    Pooled,
}

/// <summary>The frozen heads of local learning.</summary>
/// <param name="Input">What they read. Of tokens [B, T, D] it is their mean in either case: the class token alone has not yet seen the patches in the first unit.</param>
/// <param name="PoolSize">The side of the pooled square.</param>
/// <param name="Regenerated">Whether weights are drawn from their seed at each use and never kept: the same values, memory for one head at a time.</param>
public sealed record LocalHeadOptions(HeadInput Input = HeadInput.Flattened, int PoolSize = 2, bool Regenerated = false);
