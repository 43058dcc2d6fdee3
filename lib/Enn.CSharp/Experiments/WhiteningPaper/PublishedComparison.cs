using Enn.Data;

namespace Enn.Experiments.WhiteningPaper;

/// <summary>A published table beside our runs of it, which only the paper's own protocol can have: the quick profile shows them as missing.</summary>
internal static class PublishedComparison
{
    private const string TooLong = "350 epochs of ResNet-18 take days on two cores: --profile paper runs them. The short schedules below compare the methods on a smaller network.";

    private static readonly TableColumn[] Columns =
    [
        new("method"), new("setting"), new("published best", true), new("published mean", true), new("published success", true),
        new("our best", true), new("our mean", true), new("our success", true), new("difference", true), new("epochs", true),
    ];

    /// <summary>Plans a table.</summary>
    internal static PlannedTable Plan(PublishedTable table, Profile profile, int seeds, LoadedData data)
    {
        var rows = table.Rows.Select(row => (Row: row, NotRun: WhyNot(row, profile))).ToList();
        var runs = rows.Select(r => (r.Row, r.NotRun, Runs: r.NotRun is null ? Runs(r.Row, seeds, data) : [])).ToList();
        return new PlannedTable(table.Name, [.. runs.SelectMany(r => r.Runs)], records => new Table(table.Title, Columns,
            [.. runs.Select(r => Cells(r.Row, r.Runs, records))],
            ["Best: the least over repetitions; each repetition is judged by its best epoch on the test set, as published.",
             .. runs.Select(r => r.NotRun).OfType<string>().Distinct().Select(reason => "Not run: " + reason)]));
    }

    private static string? WhyNot(PublishedRow row, Profile profile) =>
        profile == Profile.Quick ? TooLong : ImageDataset.WhatIsMissing(row.Dataset);

    private static List<PlannedRun> Runs(PublishedRow row, int seeds, LoadedData data) =>
        [.. Enumerable.Range(0, seeds).Select(seed => TrainingPlan.Create(row.Norm, row.Depth, row.Dataset, TrainingSchedule.Paper, seed, data))];

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
