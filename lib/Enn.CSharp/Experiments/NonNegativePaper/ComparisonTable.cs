namespace Enn.Experiments.NonNegativePaper;

/// <summary>Puts measured numbers beside published ones. What was not measured is shown as missing.</summary>
public static class ComparisonTable
{
    private static readonly TableColumn[] Columns =
    [
        new("method"), new("arch"), new("dataset"), new("activation"), new("optimizer"), new("published", true), new("ours", true), new("difference", true),
        new("match"), new("epochs", true), new("seconds", true),
    ];

    /// <summary>The table, as far as its runs are recorded.</summary>
    /// <param name="planned">The rows and their runs.</param>
    /// <param name="records">Complete records by settings.</param>
    public static Table Create(TableRuns planned, IReadOnlyDictionary<RunSettings, RunRecord> records)
    {
        var percent = planned.Table.InPercent;
        var rows = planned.Rows.Select(row => (Row: row, Records: row.Runs.Select(run => records.GetValueOrDefault(run.Settings)).OfType<RunRecord>().ToList())).ToList();
        return new Table(planned.Table.Title, Columns, [.. rows.Select(r => Cells(r.Row, r.Records, percent))], [.. Notes(rows)]);
    }

    /// <summary>Why the ImageNet table is not run.</summary>
    internal const string ImageNetNeeds = "needs the 50,000 validation images of ILSVRC 2012 (for research, on request from image-net.org) and torchvision's weights of the ten nets.";

    /// <summary>The ImageNet table, which is not run.</summary>
    public static Table ImageNet()
    {
        TableColumn[] columns = [new("architecture"), .. new[] { "r_acc1", "r_acc5", "nn_acc1", "nn_acc5" }.Select(name => new TableColumn("published " + name, true)), new("ours")];
        return new Table("Non-negative networks: ImageNet-1K, relu (accuracy, %)", columns,
            [.. ReadmeTable.ImageNet.Select(r => (IReadOnlyList<string>)[r.Architecture, $"{r.Top1}", $"{r.Top5}", $"{r.NonNegativeTop1}", $"{r.NonNegativeTop5}", "not run"])],
            ["Not run: " + ImageNetNeeds]);
    }

    private static string[] Cells(RowRuns row, List<RunRecord> records, bool percent)
    {
        var published = row.Published;
        var ours = Measurement.Of(records, ScenarioProcess.TwinAccuracy);
        return
        [
            published.Method, published.Architecture, published.Dataset, published.Activation, published.Optimizer,
            Measurement.ToString(published.Published, percent),
            ours?.ToString(percent) ?? (row.NotRun is null ? Table.Missing : "not run"),
            ours?.Difference(published.Published, percent) ?? Table.Missing,
            Match(records),
            Measurement.Epochs(row.Runs, records),
            records.Count > 0 ? $"{records.Sum(record => record.Seconds):0.0}" : Table.Missing,
        ];
    }

    /// <summary>Whether original and twin agreed in all runs, how many predictions changed at most, and how far outputs differed at most.</summary>
    internal static string Match(IReadOnlyList<RunRecord> records)
    {
        double? Worst(string name) => records.Max(record => record.Metric(name));
        return Worst(ScenarioProcess.ChangedPredictions) is { } changed && Worst(ScenarioProcess.MaxLogitDifference) is { } difference
            ? $"{(records.All(record => record.Metric(ScenarioProcess.Match) == 1) ? "yes" : "no")} ({changed:0} changed, {difference:0.0e-0})"
            : Table.Missing;
    }

    private static IEnumerable<string> Notes(List<(RowRuns Row, List<RunRecord> Records)> rows)
    {
        yield return "match: predictions on the test set that the transformation changed, and the largest difference of any output; yes: none, and within 1e-3.";
        yield return "epochs: ran/published protocol, regular and non-negative net together; seconds: wall time of training and evaluation, of all seeds together.";
        if (rows.Any(r => r.Row.Published.Dataset is "malimg" or "fi2010"))
            yield return "The numbers are accuracies on the test set, but for Malimg the F1 score and for FI-2010 Cohen's kappa, here times 100 like the others.";
        if (rows.Any(r => r.Records.Count > 1)) yield return "ours: mean ± standard deviation (n - 1) over " + Range(rows.Where(r => r.Records.Count > 0).Select(r => r.Records.Count)) + " seeds.";
        if (rows.Any(r => r.Records.Any(record => record.EpochsRun < record.EpochsProtocol)))
            yield return "Rows with fewer epochs than the protocol are not comparable with the published number; --paper-profile runs them fully.";
        if (rows.Any(r => r.Row.NotRun is null && r.Records.Count < r.Row.Runs.Count)) yield return "Interrupted or failed runs are missing; the same command resumes them.";
        foreach (var reason in rows.Where(r => r.Records.Count == 0).Select(r => r.Row.NotRun).OfType<string>().Distinct()) yield return "Not run: " + reason;
    }

    private static string Range(IEnumerable<int> counts)
    {
        var all = counts.ToList();
        return all.Min() == all.Max() ? $"{all[0]}" : $"{all.Min()} to {all.Max()}";
    }
}
