using Enn.Training;

namespace Enn.Experiments;

/// <summary>A run that a table needs.</summary>
/// <param name="Settings">What decides its result.</param>
/// <param name="Label">What progress calls it; <see cref="RunLabels"/> tells apart those of one label.</param>
/// <param name="EpochsRun">Epochs that will run; a fraction where the last is cut short; 0 where nothing is trained.</param>
/// <param name="EpochsProtocol">Epochs that the paper's protocol asks for.</param>
/// <param name="Cost">How long it takes compared with others; the dearest start first.</param>
/// <param name="Start">Makes the training, on the thread that will run it.</param>
public sealed record PlannedRun(RunSettings Settings, string Label, double EpochsRun, double EpochsProtocol, double Cost, Func<IEpochProcess> Start)
{
    /// <summary>The metric that progress reports when it ends.</summary>
    public string Headline { get; init; } = "test_accuracy";

    /// <summary>What progress counts: what <see cref="IEpochProcess"/> calls an epoch, by its own name.</summary>
    public string Unit { get; init; } = "epoch";

    /// <summary>The final measurement that counts the epochs, where training itself decides how many there are and <see cref="EpochsRun"/> is the most it may take; null elsewhere.</summary>
    public string? EpochsMetric { get; init; }

    /// <summary>Whether nothing may run beside it: it draws from the process's one random generator while it trains.</summary>
    public bool Exclusive { get; init; }

    /// <summary>Why it is only looked up among the recorded runs, never made, and what would change that: its data is not here, or the profile leaves it out; null where it is made.</summary>
    public string? NotMade { get; private init; }

    /// <summary>Whether it is only looked up among the recorded runs.</summary>
    public bool OnlyRecorded => NotMade is not null;

    /// <summary>The same run, only looked up where something that it needs is missing.</summary>
    /// <param name="missing">What is missing, and how to get it; null where nothing is.</param>
    public PlannedRun Without(string? missing) => missing is null ? this : this with { NotMade = missing };
}
