namespace Enn.Experiments;

/// <summary>Labels that tell the runs of a plan apart.</summary>
public static class RunLabels
{
    /// <summary>The same runs; where several of different settings have one label, it goes on with the settings that differ.</summary>
    public static IReadOnlyList<PlannedRun> Distinct(IReadOnlyList<PlannedRun> plan)
    {
        var shared = plan.DistinctBy(run => run.Settings).GroupBy(run => run.Label).Where(runs => runs.Count() > 1).ToDictionary(runs => runs.Key, runs => Differing([.. runs]));
        return [.. plan.Select(run => shared.TryGetValue(run.Label, out var names) ? run with { Label = string.Join(", ", names.Select(name => Spell(name, run)).Prepend(run.Label)) } : run)];
    }

    /// <summary>The names of the settings in which some runs differ, in alphabetical order.</summary>
    public static IReadOnlyList<string> Differing(IReadOnlyList<PlannedRun> runs) =>
        [.. runs.SelectMany(run => run.Settings.Values.Keys).Distinct().Where(name => runs.DistinctBy(run => run.Settings[name]).Count() > 1).Order(StringComparer.Ordinal)];

    private static string Spell(string name, PlannedRun run) => $"{name.Replace('_', ' ')} {run.Settings[name] ?? "none"}";
}
