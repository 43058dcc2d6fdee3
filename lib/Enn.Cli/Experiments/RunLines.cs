using Enn.Experiments;
using Enn.Experiments.NonNegativePaper;

namespace Enn.Cli;

/// <summary>How a finished run is put in words.</summary>
internal static class RunLines
{
    /// <summary>Its accuracy.</summary>
    internal static string Result(RunRecord record) =>
        record.Metric(ScenarioProcess.TwinAccuracy) is { } accuracy ? $"test accuracy {accuracy:0.0000}" : "no accuracy measured";
}
