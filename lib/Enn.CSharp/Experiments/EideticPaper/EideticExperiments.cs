namespace Enn.Experiments.EideticPaper;

/// <summary>Eidetic learning (Dronen and Balestriero, 2025): tasks learned in turn without forgetting, by pruning, freezing and recycling neurons.</summary>
public sealed class EideticExperiments : IPaper
{
    private const string Fashion = "fashion", Permuted = "permuted-fashion", Unpublished = "task-sets";

    /// <inheritdoc/>
    public string Name => "eidetic";

    /// <inheritdoc/>
    public string Title => "Eidetic learning (arXiv 2502.09500)";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables { get; } =
        [.. PublishedTables.All.Select(table => table.Name), ClassTables.Small, ClassTables.Hundred, Unpublished, Fashion, Permuted, CapacityTable.Name, SelectionTable.Name];

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultTables(int seeds) => [.. Tables.Where(table => table != SelectionTable.Name)];

    /// <inheritdoc/>
    public string QuickProfile => "narrow MLPs on sequences out of Fashion-MNIST for minutes on two cores, the published networks not at all";

    /// <inheritdoc/>
    public IReadOnlyList<PlannedTable> Plan(IReadOnlyList<string> tables, Profile profile, int seeds, LoadedData data) =>
        [.. Tables.Where(tables.Contains).Select(name => name switch
        {
            ClassTables.Small => ClassTables.PlanSmall(profile, seeds, data),
            ClassTables.Hundred => ClassTables.PlanHundred(profile, seeds, data),
            Unpublished => SequenceTable.Plan(name, "Eidetic: sequences that the released scripts name and the paper has no table of", [.. Others()], choice => Runs.Published(choice, profile, seeds, data)),
            Fashion => Own(name, "Eidetic: Fashion-MNIST in five tasks of two classes, MLP 784-128-128", PaperChoices.Fashion, seeds, data),
            Permuted => Own(name, "Eidetic: five orders of Fashion-MNIST's pixels, three tenths of the training images, MLP 784-256-256", PaperChoices.PermutedFashion, seeds, data),
            CapacityTable.Name => CapacityTable.Plan(seeds, data),
            SelectionTable.Name => SelectionTable.Plan(seeds, data),
            _ => PublishedComparison.Plan(PublishedTables.All.Single(table => table.Name == name), profile, seeds, data),
        })];

    private static PlannedTable Own(string name, string title, SequenceChoice choice, int seeds, LoadedData data) =>
        SequenceTable.Plan(name, title, SequenceTable.Comparison(choice), c => Runs.Own(c, seeds, data), "Nothing was published for it.");

    // Table 7's sequences are small; the others are learned with the network of the set that is nearest to them.
    private static IEnumerable<SequenceChoice> Others()
    {
        foreach (var name in new[] { "cifar100-10", "cifar100-20" }) yield return PaperChoices.Cifar100 with { TaskSet = name };
        yield return PaperChoices.Imagenette with { TaskSet = "imagewoof-5" };
        foreach (var order in TaskSet.All.Where(set => set.Tasks == 3)) yield return PaperChoices.Small with { TaskSet = order.Name };
    }
}
