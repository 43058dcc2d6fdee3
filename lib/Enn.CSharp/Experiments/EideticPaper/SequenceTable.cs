namespace Enn.Experiments.EideticPaper;

/// <summary>Sequences that the paper has no numbers for, each beside its baselines.</summary>
internal static class SequenceTable
{
    private static readonly TableColumn[] Columns =
    [
        new("tasks"), new("method"), new("criterion"), new("transfer"), new("mean accuracy", true), new("of separate", true), new("learned", true), new("forgetting", true), new("largest change", true),
        new("owned", true), new("macs", true), new("routed", true), new("passes", true), new("seconds", true),
    ];

    /// <summary>All criteria with and without transfer, and the baselines.</summary>
    internal static IReadOnlyList<SequenceChoice> Comparison(SequenceChoice choice) =>
    [
        .. from transfer in new[] { true, false } from criterion in new[] { "l1", "l2", "taylor" } select choice with { Criterion = criterion, Transfer = transfer },
        choice with { Routing = true },
        .. Baselines.Select(method => choice with { Method = method }),
    ];

    private static readonly SequenceMethod[] Baselines = [SequenceMethod.Separate, SequenceMethod.Ewc, SequenceMethod.FineTuning, SequenceMethod.OneHead];

    internal static PlannedTable Plan(string name, string title, IReadOnlyList<SequenceChoice> choices, Func<SequenceChoice, Runs> runsOf, params string[] notes)
    {
        var rows = choices.Select(choice => (Choice: choice, Runs: runsOf(choice))).ToList();
        return new PlannedTable(name, [.. rows.SelectMany(r => r.Runs.Planned)], records =>
        {
            var measured = rows.Select(r => (r.Choice, Records: r.Runs.In(records))).ToList();
            Measurement? Separate(string set) => measured.Where(m => m.Choice.Method == SequenceMethod.Separate && m.Choice.TaskSet == set).Select(m => Measurement.Of(m.Records, SequenceProcess.MeanAccuracy)).FirstOrDefault();
            return new Table(title, Columns, [.. measured.Select(m => Cells(m.Choice, m.Records, Separate(m.Choice.TaskSet)))],
            [
                .. notes,
                "mean accuracy: of all tasks in the end, %, with the true task (one head: without); of separate: points above one network per task; learned: the mean when each task was just learned; forgetting: the points lost since.",
                "largest change: of any output of any task on its first 256 test images since it was learned. owned: share of the body's weights that tasks own when the last begins, which takes the rest; macs: of the tasks' extracted networks, mean share of the whole network's.",
                "routed: accuracy without task id. That row's network learned a last head that tells tasks apart, from the training images of all.", .. Runs.Notes(rows.Select(r => r.Runs), records),
            ]);
        });
    }

    private static string[] Cells(SequenceChoice choice, IReadOnlyList<RunRecord> records, Measurement? separate)
    {
        string Percent(string metric) => Measurement.Of(records, metric)?.ToString(percent: true) ?? Table.Missing;
        var isEidetic = choice.Method == SequenceMethod.Eidetic;
        var mean = Measurement.Of(records, SequenceProcess.MeanAccuracy);
        return
        [
            choice.TaskSet, choice.Settings().First(s => s.Key == "method").Value, isEidetic ? choice.Criterion : Table.Missing, isEidetic ? choice.Transfer ? "on" : "off" : Table.Missing,
            mean?.ToString(percent: true) ?? Table.Missing, mean is { } m && separate is { } s ? $"{100 * (m.Mean - s.Mean):+0.00;-0.00;0.00}" : Table.Missing,
            Percent(SequenceProcess.LearnedAccuracy), Percent(SequenceProcess.Forgetting), Measurement.Of(records, SequenceProcess.Drift) is { } drift ? $"{drift.Mean:0.0##}" : Table.Missing,
            Percent(SequenceProcess.Owned), Percent(SequenceProcess.Work), Percent(SequenceProcess.RoutedAccuracy),
            records.Count > 0 ? $"{records.Average(record => record.EpochsRun):0}" : Table.Missing, records.Count > 0 ? $"{records.Sum(record => record.Seconds):0}" : Table.Missing,
        ];
    }
}
