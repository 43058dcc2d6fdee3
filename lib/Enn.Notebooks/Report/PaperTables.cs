using Enn.Experiments;
using static TorchSharp.torch;

namespace Enn.Notebooks.Report;

/// <summary>A paper's tables from its recorded runs. Nothing is run.</summary>
internal static class PaperTables
{
    private const int MostSeeds = 20;

    /// <summary>Each table in the paper's order, and how many of its runs are recorded.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">The folder of recorded runs.</param>
    internal static IReadOnlyList<(string Name, Table Table, int Recorded)> Of(IPaper paper, string results)
    {
        var records = new RunStore(Path.Combine(results, paper.Name + ".jsonl")).Read().Records.Where(record => record.Complete)
            .GroupBy(record => record.Settings).ToDictionary(runs => runs.Key, runs => runs.Last());
        using var data = new LoadedData(CPU);
        return [.. paper.Tables.Select(name => Best(paper, name, records, data))];
    }

    // The profile and the number of seeds that were run most; among equals the published protocol, and the fewest seeds.
    private static (string Name, Table Table, int Recorded) Best(IPaper paper, string name, Dictionary<RunSettings, RunRecord> records, LoadedData data)
    {
        (PlannedTable? Table, int Recorded) best = (null, -1);
        foreach (var profile in new[] { Profile.Paper, Profile.Quick })
        {
            for (var seeds = 1; seeds <= MostSeeds; seeds++)
            {
                var planned = paper.Plan([name], profile, seeds, data).Single();
                var recorded = planned.Runs.Select(run => run.Settings).Distinct().Count(records.ContainsKey);
                if (recorded > best.Recorded) best = (planned, recorded);
                else if (seeds > 1) break;
            }
        }
        return (name, best.Table!.Show(records), best.Recorded);
    }
}
