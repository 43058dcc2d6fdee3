namespace Enn.Experiments;

/// <summary>A table, the runs that it needs, and its text from their records.</summary>
/// <param name="Name">One of its paper's <see cref="IPaper.Tables"/>.</param>
/// <param name="Runs">The runs; empty where it needs none.</param>
/// <param name="Show">Makes the table of the complete records by settings, as far as they are there: what was not measured is shown as missing.</param>
public sealed record PlannedTable(string Name, IReadOnlyList<PlannedRun> Runs, Func<IReadOnlyDictionary<RunSettings, RunRecord>, Table> Show)
{
    /// <summary>Whether our numbers are counted or computed when the table is made, so that they are there without a run.</summary>
    public bool IsComputed { get; init; }

    /// <summary>Why it plans no runs; null where it does, or needs none.</summary>
    public string? NotRun { get; init; }

    /// <summary>Whether it has numbers of ours: some of its runs are recorded, or it is computed. Tables that have none come last, folded, wherever tables are shown.</summary>
    /// <param name="records">Complete records by settings.</param>
    public bool HasOurs(IReadOnlyDictionary<RunSettings, RunRecord> records) => IsComputed || Runs.Any(run => records.ContainsKey(run.Settings));

    /// <summary>Why a table without numbers of ours has none, and what would change that.</summary>
    public string WhyNot => NotRun ?? (Runs.Any(run => !run.OnlyRecorded) ? "No run came to its end; the same command goes on." : string.Join(' ', Runs.Select(run => run.NotMade).Distinct()));

    /// <summary>Notes below a table about rows that are neither made nor recorded: why not, each reason once.</summary>
    /// <param name="rows">The runs of each row.</param>
    /// <param name="records">Complete records by settings.</param>
    public static IEnumerable<string> NotRunNotes(IEnumerable<IEnumerable<PlannedRun>> rows, IReadOnlyDictionary<RunSettings, RunRecord> records) =>
        rows.Where(runs => !runs.Any(run => records.ContainsKey(run.Settings))).SelectMany(runs => runs).Select(run => run.NotMade).OfType<string>().Distinct().Select(reason => "Not run: " + reason);
}
