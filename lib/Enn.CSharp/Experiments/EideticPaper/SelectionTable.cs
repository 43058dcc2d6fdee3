namespace Enn.Experiments.EideticPaper;

/// <summary>
/// How hyper-parameters are selected: on a tenth of the training images, which is not trained on; test images take no part. EWC's strength is selected in the same way. The paper looks
/// at the first three tasks (section 4); here it is all of them, for three do not show which settings leave no room for the fifth.
/// </summary>
internal static class SelectionTable
{
    internal const string Name = "selection";

    private static readonly double[] Steps = [0.1, 0.2, 0.4], Tolerances = [0.005, 0.02], Strengths = [1e2, 1e3, 1e4];
    private static readonly TableColumn[] Columns = [new("tasks"), new("method"), new("step", true), new("tolerance", true), new("strength", true), new("held-out accuracy", true), new("owned", true), new("passes", true), new("best")];

    internal static PlannedTable Plan(int seeds, LoadedData data)
    {
        var rows = new[] { PaperChoices.Fashion, PaperChoices.PermutedFashion }.SelectMany(Candidates).Select(choice => (Choice: choice, Runs: Runs.Own(choice, seeds, data))).ToList();
        return new PlannedTable(Name, [.. rows.SelectMany(r => r.Runs.Planned)], records =>
        {
            var measured = rows.Select(r => (r.Choice, Records: r.Runs.In(records))).ToList();
            var best = measured.GroupBy(m => (m.Choice.TaskSet, m.Choice.Method)).ToDictionary(g => g.Key, g => g.Max(m => Measurement.Of(m.Records, SequenceProcess.MeanAccuracy)?.Mean));
            return new Table("Eidetic: hyper-parameters by a held-out tenth of the training images", Columns,
                [.. measured.Select(m => Cells(m.Choice, m.Records, best[(m.Choice.TaskSet, m.Choice.Method)]))],
                ["held-out accuracy: mean over tasks in the end, %. owned: share of the body's weights that tasks own when the last begins.", .. Runs.Notes(rows.Select(r => r.Runs), records)]);
        });
    }

    private static IEnumerable<SequenceChoice> Candidates(SequenceChoice choice)
    {
        var start = choice with { HeldOut = true };
        foreach (var step in Steps)
            foreach (var tolerance in Tolerances) yield return start with { Step = step, Tolerance = tolerance };
        foreach (var strength in Strengths) yield return start with { Method = SequenceMethod.Ewc, Strength = strength };
    }

    private static string[] Cells(SequenceChoice choice, IReadOnlyList<RunRecord> records, double? best)
    {
        var isEidetic = choice.Method == SequenceMethod.Eidetic;
        var accuracy = Measurement.Of(records, SequenceProcess.MeanAccuracy);
        return
        [
            choice.TaskSet, isEidetic ? $"eidetic {choice.Criterion}" : "ewc", isEidetic ? $"{choice.Step}" : Table.Missing, isEidetic ? $"{choice.Tolerance}" : Table.Missing, isEidetic ? Table.Missing : $"{choice.Strength:0}",
            accuracy?.ToString(percent: true) ?? Table.Missing, Measurement.Of(records, SequenceProcess.Owned)?.ToString(percent: true) ?? Table.Missing,
            records.Count > 0 ? $"{records.Average(record => record.EpochsRun):0}" : Table.Missing, accuracy is not null && accuracy.Mean == best ? "yes" : Table.Missing,
        ];
    }
}
