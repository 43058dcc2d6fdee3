namespace Enn.NonNegative;

/// <summary>Which network a run trains next.</summary>
public enum Phase
{
    /// <summary>The original network, with SGD.</summary>
    Original,

    /// <summary>Its twin, with CSGD or NNSGD.</summary>
    Twin,

    /// <summary>Nothing is left to train.</summary>
    Finished,
}

/// <summary>One epoch of training.</summary>
/// <param name="Phase">Which network was trained.</param>
/// <param name="Epoch">The number of the epoch within its phase, from 1.</param>
/// <param name="Loss">The mean loss per sample.</param>
/// <param name="Accuracy">The share of samples that were right when they were seen, in [0, 1].</param>
public sealed record EpochResult(Phase Phase, int Epoch, double Loss, double Accuracy);

/// <summary>An evaluation: the share of right predictions in [0, 1], and the mean loss per sample.</summary>
public sealed record Evaluation(double Accuracy, double Loss, long Samples);
