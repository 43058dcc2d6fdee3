using Enn.Experiments;
using Enn.Training;

namespace Enn.Cli;

/// <summary>How runs are put in words.</summary>
internal static class RunLines
{
    /// <summary>What a run is going to do: how many epochs of how many.</summary>
    internal static string Plan(PlannedRun run) =>
        run.EpochsRun == 0 ? "" : $", {(run.EpochsMetric is null ? $"{run.EpochsRun:0.##} of {run.EpochsProtocol:0.##}" : $"at most {run.EpochsRun:0.##}")} epochs";

    /// <summary>Where a run is, and what it has just measured.</summary>
    internal static string Progress(PlannedRun run, EpochRecord epoch, int done, int all)
    {
        var phase = epoch.Phase == run.Unit || epoch.Phase == "train" ? "" : $" ({epoch.Phase})";
        return string.Join(", ", epoch.Metrics.Select(m => $"{m.Key.Replace('_', ' ')} {Number(m.Value)}").Prepend($"{run.Unit} {done}/{all}{phase}"));
    }

    /// <summary>A finished run's headline metric.</summary>
    internal static string Result(PlannedRun run, RunRecord record)
    {
        var name = run.Headline.Replace('_', ' ');
        return record.Metric(run.Headline) is { } value ? $"{name} {Number(value)}" : $"no {name} measured";
    }

    /// <summary>Whole numbers, such as counts, without digits after the point.</summary>
    internal static string Number(double value) => value == Math.Round(value) ? $"{value:0}" : $"{value:0.0000}";
}
