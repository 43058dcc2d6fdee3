namespace Enn.Experiments.NonNegativePaper;

/// <summary>The table that the official tool prints after its runs.</summary>
public static class ResultTable
{
    private static readonly TableColumn[] Columns =
    [
        new("method"), new("architecture"), new("dataset"), new("activation"), new("nn_optimizer"), new("nn_match"), new("nn_acc", true), new("r_acc", true),
        new("epochs", true), new("seconds", true),
    ];

    /// <summary>A row for each run; what was not measured is shown as missing.</summary>
    public static Table Create(IReadOnlyList<PlannedRun> plan, IReadOnlyDictionary<RunSettings, RunRecord> records) =>
        new("Non-negative networks", Columns, [.. plan.Select(run => Row(run, records.GetValueOrDefault(run.Settings)))],
        [
            "nn_match: predictions on the test set that the transformation changed, and the largest difference of any output; yes: none, and within 1e-3.",
            "nn_acc, r_acc: test accuracy of the non-negative and of the regular net.",
        ]);

    private static string[] Row(PlannedRun run, RunRecord? record)
    {
        string Accuracy(string name) => record?.Metric(name) is { } value ? $"{value:0.0000}" : Table.Missing;
        return
        [
            .. new[] { "method", "architecture", "dataset", "activation", "optimizer" }.Select(name => run.Settings[name]!),
            record is null ? Table.Missing : ComparisonTable.Match([record]), Accuracy(ScenarioProcess.TwinAccuracy), Accuracy(ScenarioProcess.OriginalAccuracy),
            $"{record?.EpochsRun ?? 0:0.##}/{run.EpochsProtocol:0.##}", record is null ? Table.Missing : $"{record.Seconds:0.0}",
        ];
    }
}
