using Enn.Eigen;

namespace Enn.Experiments.EigenPaper;

/// <summary>The paper's tables and ours as text.</summary>
internal static class EigenTables
{
    private static TableColumn Number(string name) => new(name, true);

    /// <summary>The quick comparison of one preset.</summary>
    internal static Table Comparison(string preset, IReadOnlyList<ComparedMethod> rows, IReadOnlyDictionary<RunSettings, RunRecord> records)
    {
        var lines = rows.Select(row =>
        {
            var found = Records(row.Runs, records);
            string Value(string metric, Func<double, string> format) => Measurement.Of(found, metric) is { } m ? format(m.Mean) : Table.Missing;
            return (IReadOnlyList<string>)
            [
                row.Dataset, row.Name, row.Runs.Count > 0 ? row.Runs[0].Settings["orthonormality"] ?? Table.Missing : Table.Missing,
                Measurement.Of(found, ClassificationProcess.TestError)?.ToString(percent: true) ?? (row.NotRun is null ? Table.Missing : "not run"),
                Value(ClassificationProcess.BasisError, v => $"{v:0.0e+0}"), Value(ClassificationProcess.Parameters, v => $"{v:N0}"),
                Measurement.Epochs(row.Runs, found), found.Count > 0 ? $"{found.Sum(r => r.Seconds):0.0}" : Table.Missing,
            ];
        });
        return new Table($"Eigen networks: ENN and ENN-l against the dense twin, {preset} (test error, %)",
            [new("dataset"), new("method"), new("bases kept by"), Number("ours"), Number("basis error"), Number("parameters"), Number("epochs"), Number("seconds")], [.. lines],
            [
                $"The paper's ResNet-{ClassificationPlan.QuickDepth} with {ClassificationPlan.QuickWidth} channels in its stem instead of 64; the same images, batches and steps for all; no number of the paper is for this network.",
                "ours: mean ± standard deviation (n - 1) over the seeds, after the last epoch; basis error: max |s^2 - 1| over singular values of all bases; seconds: of all seeds together.",
                .. rows.Where(row => row.Runs.Count > 0 && row.Runs[0].Settings["heads"] is not null).Select(row => $"{row.Name}: heads {row.Runs[0].Settings["heads"]}, {row.Runs[0].Settings["optimizer"]}.").Distinct(),
                .. rows.Where(row => Records(row.Runs, records).Count == 0).Select(row => row.NotRun).OfType<string>().Distinct().Select(reason => "Not run: " + reason),
            ]);
    }

    /// <summary>Table 4 beside what was run of it.</summary>
    internal static Table Classification(IReadOnlyList<(PublishedError Column, IReadOnlyList<PlannedRun> Runs, string? NotRun)> rows, IReadOnlyDictionary<RunSettings, RunRecord> records)
    {
        static string Percent(double? fraction) => fraction is { } f ? $"{100 * f:0.00}" : Table.Missing;
        var lines = rows.Select(row =>
        {
            var found = Records(row.Runs, records);
            var ours = Measurement.Of(found, ClassificationProcess.TestError);
            return (IReadOnlyList<string>)
            [
                row.Column.Dataset, row.Column.Network, .. row.Column.Errors.Select(Percent), ours?.ToString(percent: true) ?? (row.NotRun is null ? Table.Missing : "not run"),
                ours?.Difference(new PublishedResult(row.Column.Of("ENN-l")!.Value), percent: true) ?? Table.Missing, Measurement.Epochs(row.Runs, found),
            ];
        });
        return new Table("Eigen networks: the paper's table 4, image classification (test error, %)",
            [new("dataset"), new("network"), .. PublishedErrors.Methods.Select(method => Number("published " + method)), Number("our ENN-l"), Number("difference"), Number("epochs")], [.. lines],
            [
                "Published baselines but BP are quoted in the paper from their own publications. BP of evit-b16 equals the error of torchvision's pretrained ViT-B/16 at 384 pixels.",
                "The official code's ENN-l scripts for ImageNet train end to end; with its heads, local learning there would need 146 G frozen values.",
                .. rows.Where(row => Records(row.Runs, records).Count == 0).Select(row => row.NotRun).OfType<string>().Distinct().Select(reason => "Not run: " + reason),
            ]);
    }

    /// <summary>Why table 3 is not run.</summary>
    internal const string RetrievalNeeds = "needs COCO or Flickr30k with captions, and a CLIP text encoder.";

    /// <summary>Table 3, as published.</summary>
    internal static Table Retrieval() => new("Eigen networks: the paper's table 3, image-text retrieval (Recall@K, %)",
        [new("method"), .. PublishedRecalls.Columns.Select(Number)],
        [.. PublishedRecalls.All.Select(row => (IReadOnlyList<string>)[row.Method, .. row.All.Select(value => value is { } v ? $"{v:0.0}" : Table.Missing)])],
        ["Published numbers only. Not run: " + RetrievalNeeds, "The official COCO script fails at its first step; mended, it trains the temperature alone.",
            "The paper says that all methods have a ViT-B/16 image encoder, the scripts have a ResNet-152; the baselines have not seen the two sets' training images, the scripts train on them."]);

    /// <summary>The official training scripts.</summary>
    internal static Table Scripts() => new("Eigen networks: the official training scripts",
        [new("script"), new("network"), new("dataset"), Number("classes"), new("normalised by"), Number("batch"), new("optimizer"), Number("rate"), Number("decay"), Number("lambda"), Number("epochs"), new("schedule in force"), new("defect")],
        [.. OfficialScripts.All.Select(s => (IReadOnlyList<string>)
        [
            $"{s.Folder}/{s.Name}", s.Network, s.Dataset, s.Classes > 0 ? $"{s.Classes}" : Table.Missing, s.Normalisation, $"{s.Batch}", s.Recipe.Kind == OptimizerKind.AdamW ? "adamw" : s.Recipe.Nesterov ? "sgd nesterov" : "sgd",
            $"{s.Recipe.Rate:0.####e+0}", $"{s.Recipe.WeightDecay:0.####}", $"{s.Penalty:0e+0}", $"{s.Epochs}", s.Schedule, s.Defect ?? "",
        ])], []);

    private static List<RunRecord> Records(IReadOnlyList<PlannedRun> runs, IReadOnlyDictionary<RunSettings, RunRecord> records) =>
        [.. runs.Select(run => records.GetValueOrDefault(run.Settings)).OfType<RunRecord>()];
}
