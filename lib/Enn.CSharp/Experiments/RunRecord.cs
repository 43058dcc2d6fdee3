using Enn.Training;

namespace Enn.Experiments;

/// <summary>What one run measured, and what is needed to run it again: a line of a results file.</summary>
public sealed record RunRecord
{
    /// <summary>What was run.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>Whether it ran to its end; otherwise the numbers are those at the interruption and no table shows them.</summary>
    public required bool Complete { get; init; }

    /// <summary>Epochs that ran. A fraction where the last one was cut short by the profile.</summary>
    public required double EpochsRun { get; init; }

    /// <summary>Epochs that the paper's protocol asks for.</summary>
    public required double EpochsProtocol { get; init; }

    /// <summary>Seconds of wall time, of all sittings together.</summary>
    public required double Seconds { get; init; }

    /// <summary>The final measurements by name.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The measurements after each epoch.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; init; } = [];

    /// <summary>Where and with what it ran.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public required DateTime Finished { get; init; }

    /// <summary>A final measurement; null where it was not taken.</summary>
    public double? Metric(string name) => Metrics.TryGetValue(name, out var value) ? value : null;
}
