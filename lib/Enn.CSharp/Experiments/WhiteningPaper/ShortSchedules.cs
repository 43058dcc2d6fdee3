using Enn.Data;

namespace Enn.Experiments.WhiteningPaper;

/// <summary>The bounded gradient modes and the paper's layers on a short schedule: the modes at the same selection of eigenvectors, which is the paper's missing control.</summary>
internal static class ShortSchedules
{
    internal const string Name = "schedules";

    private static readonly long[] Sizes = [16, 64];
    private static readonly string[] Modes = ["exact", "taylor", "pi"];

    private static readonly TableColumn[] Columns = [new("method"), new("d", true), new("gradient"), new("dataset"), new("test error %", true), new("success", true), new("passes", true), new("seconds", true)];

    internal static PlannedTable Plan(int seeds, LoadedData data)
    {
        NormChoice[] all =
        [
            new("bn"),
            .. from mode in Modes from size in Sizes select new NormChoice("zca") { GroupSize = size, Gradient = mode },
            .. from method in new[] { "ours", "pi", "svd" } from size in Sizes select new NormChoice(method) { GroupSize = size },
            .. from mode in new[] { "exact", "pi" } select new NormChoice("pca") { Gradient = mode, Count = 16 },
        ];
        // Behind colour images the stem's covariance has rank 27 instead of 9: the paper's case.
        NormChoice[] colours = [new("bn"), new("zca") { GroupSize = 64 }, new("ours") { GroupSize = 64 }, new("svd") { GroupSize = 64 }];
        var chosen = all.Select(norm => (Dataset: FashionMnist.Name, Norm: norm)).Concat(colours.Select(norm => (Dataset: Cifar10.Name, Norm: norm))).ToList();
        var missing = chosen.Select(c => c.Dataset).Distinct().ToDictionary(dataset => dataset, ImageDataset.WhatIsMissing);
        var rows = chosen.Select(c => (c.Dataset, c.Norm, Runs: Enumerable.Range(0, seeds)
            .Select(seed => TrainingPlan.Create(c.Norm, 18, c.Dataset, TrainingSchedule.Quick, seed, data).Without(missing[c.Dataset])).ToList())).ToList();
        return new PlannedTable(Name, [.. rows.SelectMany(r => r.Runs)], records => new Table(
            $"Whitening: short schedules, ResNet-18 of width {TrainingSchedule.Quick.Width} with the 64-channel stem, batch {TrainingSchedule.BatchSize}", Columns,
            [.. rows.Select(r => Cells(r.Norm, r.Dataset, r.Runs, records))],
            [
                "zca: this library's layer, all modes with the same mask (null directions dropped); ours, pi, svd: the paper's three, with its rules, svd in float32 by automatic differentiation; pca: 16 eigenvectors.",
                $"{TrainingSchedule.Quick.Passes:0.##} passes over the training set, where the paper makes 350: errors compare rows, not with published numbers. Measured on 1,000 test images.",
                "success: runs without a loss that is no number; the first such loss ends a run, and it has no error to show.", .. PlannedTable.NotRunNotes(rows.Select(r => r.Runs), records),
            ]));
    }

    private static string[] Cells(NormChoice norm, string dataset, List<PlannedRun> runs, IReadOnlyDictionary<RunSettings, RunRecord> records)
    {
        var ours = runs.Select(run => records.GetValueOrDefault(run.Settings)).OfType<RunRecord>().ToList();
        var errors = ours.Where(record => record.Metric(TrainingProcess.BestAccuracy) is not null).ToList();
        var measured = Measurement.Of(errors, TrainingProcess.BestAccuracy);
        return
        [
            norm.Method, norm.GroupSize is { } size ? $"{size}" : Table.Missing, norm.Method is "zca" or "pca" ? norm.Gradient : Table.Missing, dataset,
            measured is null ? Table.Missing : new Measurement(1 - measured.Mean, measured.Deviation).ToString(percent: true),
            ours.Count > 0 ? $"{ours.Count(record => record.Metric(TrainingProcess.Success) == 1)}/{ours.Count}" : Table.Missing,
            Measurement.Epochs(runs, ours), ours.Count > 0 ? $"{ours.Sum(record => record.Seconds):0.0}" : Table.Missing,
        ];
    }
}
