namespace Enn.Eidetic;

/// <summary>How a task is trained and pruned: the paper's loop (section 3) with the official code's numbers as defaults.</summary>
public sealed record ScheduleOptions
{
    /// <summary>The most epochs before pruning.</summary>
    public int MaxFitEpochs { get; init; } = 200;

    /// <summary>Epochs without a gain before fitting ends.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>What counts as a gain in accuracy.</summary>
    public double MinimumGain { get; init; }

    /// <summary>The share of the best accuracy that pruning may cost; null prunes nothing.</summary>
    public double? Tolerance { get; init; } = 0.03;

    /// <summary>The most epochs to recover after a pruning step.</summary>
    public int RecoveryEpochs { get; init; } = 2;

    /// <summary>The most pruning steps.</summary>
    public int MaxPruningSteps { get; init; } = 1000;

    /// <summary>Pruning ends beyond this share of weights taken out.</summary>
    public double MaxMasked { get; init; } = 0.95;

    /// <summary>What the learning rate is divided by before pruning; 0 or 1 leaves it.</summary>
    public double RateDivisor { get; init; }

    /// <summary>Criteria, taken in turn step by step.</summary>
    public IReadOnlyList<ICriterion> Criteria { get; init; } = [new LpNorm(2)];

    /// <summary>Step sizes, taken in turn in lock step with the criteria.</summary>
    public IReadOnlyList<PruningStep> Steps { get; init; } = [new PruningStep(0.05)];
}
