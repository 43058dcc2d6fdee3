using Enn.Data;

namespace Enn.Experiments.WhiteningPaper;

/// <summary>A published table beside our runs of it, which only the paper's own protocol can have: the quick profile looks them up and makes none.</summary>
internal static class PublishedComparison
{
    private static readonly TableColumn[] Columns =
    [
        new("method"), new("setting"), new("published best", true), new("published mean", true), new("published success", true),
        new("our best", true), new("our mean", true), new("our success", true), new("difference", true), new("epochs", true),
    ];

    /// <summary>Plans a table.</summary>
    internal static PlannedTable Plan(PublishedTable table, Profile profile, int seeds, LoadedData data)
    {
        var rows = table.Rows.Select(row => (Row: row, Runs: Runs(row, WhyNot(row, profile), seeds, data))).ToList();
        return new PlannedTable(table.Name, [.. rows.SelectMany(r => r.Runs)], records => new Table(table.Title, Columns,
            [.. rows.Select(r => Cells(r.Row, r.Runs, records))],
            ["Best: the least over repetitions; each repetition is judged by its best epoch on the test set, as published.", .. PlannedTable.NotRunNotes(rows.Select(r => r.Runs), records)]));
    }

    private static string? WhyNot(PublishedRow row, Profile profile)
    {
        var missing = ImageDataset.WhatIsMissing(row.Dataset);
        if (profile == Profile.Paper) return missing;
        return $"{TrainingSchedule.Paper.Epochs} epochs of a ResNet take days on two cores; --profile paper runs them{(missing is null ? "" : $", on data that ./enn data fetch {row.Dataset} gets")}.";
    }

    private static List<PlannedRun> Runs(PublishedRow row, string? whyNot, int seeds, LoadedData data) =>
        [.. Enumerable.Range(0, seeds).Select(seed => TrainingPlan.Create(row.Norm, row.Depth, row.Dataset, TrainingSchedule.Paper, seed, data).Without(whyNot))];

    private static string[] Cells(PublishedRow row, List<PlannedRun> runs, IReadOnlyDictionary<RunSettings, RunRecord> records)
    {
        var ours = runs.Select(run => records.GetValueOrDefault(run.Settings)).OfType<RunRecord>().ToList();
        var errors = ours.Select(record => 100 * (1 - record.Metric(TrainingProcess.BestAccuracy))).OfType<double>().ToList();
        var mean = errors.Count > 0 ? errors.Average() : (double?)null;
        var deviation = errors.Count > 1 ? Math.Sqrt(errors.Sum(e => (e - mean!.Value) * (e - mean!.Value)) / (errors.Count - 1)) : (double?)null;
        return
        [
            row.Method, row.Setting, Number(row.Best), Number(row.Mean?.Mean, row.Mean?.Deviation), row.Success is { } s ? $"{s:0.#} %" : Table.Missing,
            Number(errors.Count > 0 ? errors.Min() : null), Number(mean, deviation),
            ours.Count > 0 ? $"{100 * ours.Average(record => record.Metric(TrainingProcess.Success) ?? 0):0.#} %" : Table.Missing,
            mean is { } m && row.Mean is { } published ? $"{m - published.Mean:+0.00;-0.00}" : Table.Missing, Measurement.Epochs(runs, ours),
        ];
    }

    private static string Number(double? value, double? deviation = null) =>
        value is { } v ? $"{v:0.00}" + (deviation is { } d ? $" ± {d:0.00}" : "") : Table.Missing;
}
