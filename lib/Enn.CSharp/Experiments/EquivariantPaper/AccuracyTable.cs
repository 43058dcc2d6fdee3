namespace Enn.Experiments.EquivariantPaper;

/// <summary>A row of a table of accuracies: what was published, and the runs that stand against it.</summary>
/// <param name="Name">The network, and what else tells rows apart.</param>
/// <param name="Published">The published accuracy; null where there is none.</param>
/// <param name="Runs">One a seed; empty where there are none.</param>
/// <param name="NotRun">Why they are not run but only looked up among the recorded ones; null where they are.</param>
internal sealed record AccuracyRow(string Name, double? Published, IReadOnlyList<PlannedRun> Runs, string? NotRun = null);

/// <summary>Puts measured accuracies beside published ones. What was not measured is shown as missing.</summary>
internal static class AccuracyTable
{
    private static readonly TableColumn[] Columns =
    [
        new("net"), new("parameters", true), new("published", true), new("ours", true), new("difference", true), new("same after 90°", true), new("epochs", true), new("seconds", true),
    ];

    internal static Table Create(string title, IReadOnlyList<AccuracyRow> rows, IReadOnlyDictionary<RunSettings, RunRecord> records, params IEnumerable<string> notes)
    {
        var measured = rows.Select(row => (Row: row, Records: row.Runs.Select(run => records.GetValueOrDefault(run.Settings)).OfType<RunRecord>().ToList())).ToList();
        return new Table(title, Columns, [.. measured.Select(m => Cells(m.Row, m.Records))], [.. notes, .. Notes(measured)]);
    }

    private static string[] Cells(AccuracyRow row, List<RunRecord> records)
    {
        var published = row.Published is { } accuracy ? new PublishedResult(accuracy) : null;
        var ours = Measurement.Of(records, TrainingProcess.TestAccuracy);
        return
        [
            row.Name,
            Measurement.Of(records, TrainingProcess.Parameters)?.Mean.ToString("N0") ?? Table.Missing,
            published is null ? Table.Missing : Measurement.ToString(published, percent: true),
            ours?.ToString(percent: true) ?? (row.NotRun is null ? Table.Missing : "not run"),
            published is null ? Table.Missing : ours?.Difference(published, percent: true) ?? Table.Missing,
            Measurement.Of(records, TrainingProcess.TurnAgreement)?.ToString(percent: true) ?? Table.Missing,
            records.Count == 0 && row.NotRun is not null ? Table.Missing : Measurement.Epochs(row.Runs, records),
            records.Count > 0 ? $"{records.Sum(record => record.Seconds):0}" : Table.Missing,
        ];
    }

    private static IEnumerable<string> Notes(List<(AccuracyRow Row, List<RunRecord> Records)> rows)
    {
        if (rows.Exists(r => r.Records.Count > 0)) yield return "same after 90°: test images that are classified alike before and after a quarter turn, %.";
        if (rows.Exists(r => r.Records.Count > 1)) yield return "ours: mean ± standard deviation (n - 1) over seeds.";
        if (rows.Exists(r => r.Row.NotRun is null && r.Records.Count < r.Row.Runs.Count)) yield return "Interrupted or failed runs are missing; the same command resumes them.";
        foreach (var reason in rows.Where(r => r.Records.Count == 0).Select(r => r.Row.NotRun).OfType<string>().Distinct()) yield return "Not run: " + reason;
    }
}
