using static TorchSharp.torch;

namespace Enn.Experiments;

/// <summary>A paper's table from its recorded runs. Nothing is run.</summary>
/// <param name="Name">One of its paper's <see cref="IPaper.Tables"/>.</param>
/// <param name="Table">Published numbers and ours; what was not measured is shown as missing.</param>
/// <param name="HasOurs">Whether it has numbers of ours, see <see cref="PlannedTable.HasOurs"/>.</param>
public sealed record RecordedTable(string Name, Table Table, bool HasOurs)
{
    private const int MostSeeds = 20;

    /// <summary>Tables of a paper, of the profile and the number of seeds that were run most.</summary>
    /// <param name="paper">The paper.</param>
    /// <param name="results">The folder of recorded runs.</param>
    /// <param name="tables">Names out of <see cref="IPaper.Tables"/>.</param>
    /// <exception cref="IOException">The recorded runs cannot be read.</exception>
    public static IReadOnlyList<RecordedTable> Of(IPaper paper, string results, IEnumerable<string> tables)
    {
        var records = new RunStore(Path.Combine(results, paper.Name + ".jsonl")).Complete();
        using var data = new LoadedData(CPU);
        return [.. tables.Select(name => Best(paper, name, records, data)).Select(table => new RecordedTable(table.Name, table.Show(records), table.HasOurs(records)))];
    }

    // Among equals the published protocol, and the fewest seeds.
    private static PlannedTable Best(IPaper paper, string name, Dictionary<RunSettings, RunRecord> records, LoadedData data)
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
        return best.Table!;
    }
}
