namespace Enn.Experiments.EideticPaper;

/// <summary>How step size and stop threshold are selected (section 4): on a tenth of the training images of the first three tasks, which is not trained on. Test images take no part.</summary>
internal static class SelectionTable
{
    internal const string Name = "selection";

    private const int FirstTasks = 3;

    private static readonly double[] Steps = [0.1, 0.2, 0.4], Tolerances = [0.003, 0.03];
    private static readonly TableColumn[] Columns = [new("step", true), new("tolerance", true), new("held-out accuracy", true), new("owned", true), new("passes", true), new("chosen")];

    internal static PlannedTable Plan(int seeds, LoadedData data)
    {
        var rows = (from step in Steps from tolerance in Tolerances
                    let choice = PaperChoices.Fashion with { Step = step, Tolerance = tolerance, HeldOut = true, Tasks = FirstTasks }
                    select (Choice: choice, Runs: Runs.Own(choice, seeds, data))).ToList();
        return new PlannedTable(Name, [.. rows.SelectMany(r => r.Runs.Planned)], records =>
        {
            var measured = rows.Select(r => (r.Choice, Records: r.Runs.In(records))).ToList();
            var best = measured.Select(m => Measurement.Of(m.Records, SequenceProcess.MeanAccuracy)?.Mean ?? double.NegativeInfinity).Max();
            return new Table($"Eidetic: step size and stop threshold by a held-out tenth of the training images, first {FirstTasks} tasks of Fashion-MNIST, l2", Columns,
                [.. measured.Select(m => Cells(m.Choice, m.Records, best))],
                ["held-out accuracy: mean over tasks, %. owned: share of the body's weights owned after these tasks.", .. Runs.Notes(rows.Select(r => r.Runs), records)]);
        });
    }

    private static string[] Cells(SequenceChoice choice, IReadOnlyList<RunRecord> records, double best)
    {
        var accuracy = Measurement.Of(records, SequenceProcess.MeanAccuracy);
        return
        [
            $"{choice.Step}", $"{choice.Tolerance}", accuracy?.ToString(percent: true) ?? Table.Missing, Measurement.Of(records, SequenceProcess.Owned)?.ToString(percent: true) ?? Table.Missing,
            records.Count > 0 ? $"{records.Average(record => record.EpochsRun):0}" : Table.Missing, accuracy?.Mean == best ? "yes" : Table.Missing,
        ];
    }
}
