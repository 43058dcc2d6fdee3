namespace Enn.Experiments.EideticPaper;

/// <summary>How the network fills up: the share of the body's weights that are owned after each task, of the quick runs.</summary>
internal static class CapacityTable
{
    internal const string Name = "capacity";

    internal static PlannedTable Plan(int seeds, LoadedData data)
    {
        var choices = new[] { PaperChoices.Fashion, PaperChoices.PermutedFashion }.SelectMany(SequenceTable.Comparison).Where(choice => choice.Method == SequenceMethod.Eidetic)
            .Select(choice => (Choice: choice, Runs: Runs.Own(choice, seeds, data))).ToList();
        TableColumn[] columns = [new("tasks"), new("criterion"), new("transfer"), .. Enumerable.Range(0, 5).Select(task => new TableColumn($"after task {task}", true)), new("pruning steps", true)];
        return new PlannedTable(Name, [.. choices.SelectMany(c => c.Runs.Planned)], records => new Table("Eidetic: share of the body's weights that are owned, %, and multiply-adds of the task's extracted network, % of the whole",
            columns, [.. choices.Select(c => Cells(c.Choice, c.Runs.In(records)))],
            ["A cell: owned weights / multiply-adds. The last task is not pruned: it takes what is left.", .. Runs.Notes(choices.Select(c => c.Runs), records)]));
    }

    private static string[] Cells(SequenceChoice choice, IReadOnlyList<RunRecord> records)
    {
        string Cell(int task) => Measurement.Of(records, $"{SequenceProcess.Owned}_{task}") is { } owned && Measurement.Of(records, $"{SequenceProcess.Work}_{task}") is { } work
            ? $"{100 * owned.Mean:0.0} / {100 * work.Mean:0.0}" : Table.Missing;
        var steps = Enumerable.Range(0, 5).Sum(task => Measurement.Of(records, $"{SequenceProcess.PruningSteps}_{task}")?.Mean ?? 0);
        return [choice.TaskSet, choice.Criterion, choice.Transfer ? "on" : "off", .. Enumerable.Range(0, 5).Select(Cell), records.Count > 0 ? $"{steps:0}" : Table.Missing];
    }
}
