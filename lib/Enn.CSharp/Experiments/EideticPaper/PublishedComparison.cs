namespace Enn.Experiments.EideticPaper;

/// <summary>Tables 3 to 6 beside our runs.</summary>
internal static class PublishedComparison
{
    private static readonly TableColumn[] Columns =
        [new("method"), new("published", true), new("ours", true), new("difference", true), new("published frozen", true), new("our frozen", true), new("forgetting", true), new("passes", true)];

    internal static PlannedTable Plan(PublishedTable table, Profile profile, int seeds, LoadedData data)
    {
        var rows = table.Rows.Select(row => (Row: row, Runs: Runs.Published(row.Run, profile, seeds, data))).ToList();
        return new PlannedTable(table.Name, [.. rows.SelectMany(r => r.Runs.Planned).DistinctBy(run => run.Settings)], records => new Table(table.Title, Columns,
            [.. rows.Select(r => Cells(r.Row, r.Runs.In(records)))], [.. table.Notes, .. Runs.Notes(rows.Select(r => r.Runs), records)]));
    }

    private static string[] Cells(PublishedRow row, IReadOnlyList<RunRecord> records)
    {
        string Percent(string metric) => Measurement.Of(records, metric)?.ToString(percent: true) ?? Table.Missing;
        var ours = Measurement.Of(records, row.Task is { } task ? SequenceProcess.Accuracy(task, TaskSet.Named(row.Run!.TaskSet).Tasks - 1) : SequenceProcess.MeanAccuracy);
        return
        [
            row.Method, Measurement.ToString(row.Accuracy, percent: true), ours?.ToString(percent: true) ?? Table.Missing, ours?.Difference(row.Accuracy, percent: true) ?? Table.Missing,
            row.Frozen is { } frozen ? $"{100 * frozen:0}" : Table.Missing, row.Frozen is null ? Table.Missing : Percent(SequenceProcess.Owned), Percent(SequenceProcess.Forgetting),
            records.Count > 0 ? $"{records.Average(record => record.EpochsRun):0}" : Table.Missing,
        ];
    }
}
