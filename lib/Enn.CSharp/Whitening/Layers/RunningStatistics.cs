namespace Enn.Whitening;

/// <summary>What a layer averages over training batches for evaluation.</summary>
public enum RunningStatistics
{
    /// <summary>Mean and covariance; evaluation decomposes the average, once until it changes. The average is what the batches' union has.</summary>
    Covariance,

    /// <summary>Mean and the whitening matrices themselves, as the paper's code does: biased, for M^(-1/2) is not linear.</summary>
    Subspace,
}
