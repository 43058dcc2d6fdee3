namespace Enn.Experiments.EideticPaper;

/// <summary>Tables 7 and 8: the accuracy of each class, with the task that a learned head names and with the true one.</summary>
internal static class ClassTables
{
    /// <summary>What the command line calls Table 7.</summary>
    internal const string Small = "routing";

    /// <summary>What the command line calls Table 8.</summary>
    internal const string Hundred = "cifar100-classes";

    private static readonly TableColumn[] SmallColumns =
        [new("criterion"), new("tasks"), new("task id"), new("source"), .. Enumerable.Range(0, 10).Select(number => new TableColumn($"{number}", true)), new("mean", true)];

    private static readonly TableColumn[] HundredColumns = [new("class", true), new("published oracle", true), new("published learned", true), new("our oracle", true), new("our learned", true)];

    internal static PlannedTable PlanSmall(Profile profile, int seeds, LoadedData data)
    {
        var networks = PublishedClassTables.Small.Select(published => (Published: published,
            Runs: Runs.Published(PaperChoices.Small with { TaskSet = published.TaskSet, Criterion = published.Criterion }, profile, seeds, data))).ToList();
        return new PlannedTable(Small, [.. networks.SelectMany(n => n.Runs.Planned)], records => new Table(
            "Eidetic: small MLP, test accuracy % of each class, with a learned and with the true task id (Table 7)", SmallColumns, [.. networks.SelectMany(n => Rows(n.Published, n.Runs.In(records)))],
            [
                "Means are computed here. Routing costs 0.4 to 0.6 points on MNIST and 17 to 19 on CIFAR-10, as published.",
                "The learned head sees the training images of all tasks at once.", .. Runs.Notes(networks.Select(n => n.Runs), records),
            ]));
    }

    internal static PlannedTable PlanHundred(Profile profile, int seeds, LoadedData data)
    {
        var runs = Runs.Published(PaperChoices.Cifar100 with { Routing = true }, profile, seeds, data);
        var published = PublishedClassTables.Hundred;
        return new PlannedTable(Hundred, runs.Planned, records =>
        {
            var ours = runs.In(records);
            var numbers = Enumerable.Range(0, published.Oracle.Count).ToList();
            return new Table("Eidetic: CIFAR-100 in five tasks, ResNet-50, test accuracy % of each class, three runs (Table 8)", HundredColumns,
                [.. numbers.Select(number => (string[])[$"{number}", $"{published.Oracle[number]:0.00}", $"{published.Learned[number]:0.00}", Mean([number], SequenceProcess.Oracle, ours), Mean([number], SequenceProcess.Learned, ours)]),
                 ["mean", $"{published.Oracle.Average():0.00}", $"{published.Learned.Average():0.00}", Mean(numbers, SequenceProcess.Oracle, ours), Mean(numbers, SequenceProcess.Learned, ours)]],
                [
                    "The caption says CIFAR-10; a hundred classes are listed, and the text is about CIFAR-100.",
                    "Published: mean 56.4 % with the true task, but 75.6 % in Table 4 for what is called the same setting.", .. Runs.Notes([runs], records),
                ]);
        });
    }

    private static IEnumerable<string[]> Rows(PublishedClasses published, IReadOnlyList<RunRecord> records)
    {
        var all = Enumerable.Range(0, published.Oracle.Count).ToList();
        foreach (var (id, values, metric) in new[] { ("learned", published.Learned, (Func<int, string>)SequenceProcess.Learned), ("oracle", published.Oracle, SequenceProcess.Oracle) })
        {
            yield return [published.Criterion, published.TaskSet, id, "published", .. values.Select(value => $"{value:0.00}"), $"{values.Average():0.00}"];
            yield return [published.Criterion, published.TaskSet, id, "ours", .. all.Select(number => Mean([number], metric, records)), Mean(all, metric, records)];
        }
    }

    private static string Mean(List<int> numbers, Func<int, string> metric, IReadOnlyList<RunRecord> records)
    {
        var values = numbers.Select(number => Measurement.Of(records, metric(number))?.Mean).OfType<double>().ToList();
        return values.Count == numbers.Count ? $"{100 * values.Average():0.00}" : Table.Missing;
    }
}
