using Enn.Experiments;

namespace Enn.Cli;

/// <summary>How a finished run is put in words.</summary>
internal static class RunLines
{
    /// <summary>Its headline metric.</summary>
    internal static string Result(PlannedRun run, RunRecord record)
    {
        var name = run.Headline.Replace('_', ' ');
        return record.Metric(run.Headline) is { } value ? $"{name} {value:0.0000}" : $"no {name} measured";
    }
}
