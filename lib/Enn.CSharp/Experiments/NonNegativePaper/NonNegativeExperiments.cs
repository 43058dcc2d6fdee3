namespace Enn.Experiments.NonNegativePaper;

/// <summary>Non-negative isomorphic neural networks for photonic neuromorphic accelerators (arXiv 2310.01084).</summary>
public sealed class NonNegativeExperiments : IPaper
{
    /// <inheritdoc/>
    public string Name => "nonnegative";

    /// <inheritdoc/>
    public string Title => "Non-negative isomorphic neural networks (arXiv 2310.01084)";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => [.. PublishedTable.Names, PretrainedNetworks.Table];

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultTables(int seeds) => seeds > 1 ? Tables : [PublishedTable.Readme.Name, PublishedTable.ImageNet, PretrainedNetworks.Table];

    /// <inheritdoc/>
    public string QuickProfile => "minutes on two cores, larger nets with fewer epochs and the CIFAR-10 CNN not at all";

    /// <summary>Whether training data is shuffled; null for what the official loaders do: MNIST and Fashion-MNIST never, CIFAR-10 each epoch.</summary>
    public bool? Shuffle { get; init; }

    /// <summary>lambda of the rows with exponential initialisation, which the paper does not publish; null leaves those rows out.</summary>
    public double? ExponentialRate { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<PlannedTable> Plan(IReadOnlyList<string> tables, Profile profile, int seeds, LoadedData data)
    {
        var planned = new[] { PublishedTable.Readme }.Concat(PublishedTable.Means).Where(table => tables.Contains(table.Name))
            .Select(table => TableRuns.Plan(table, profile, seeds, data, Shuffle, ExponentialRate))
            .Select(runs => new PlannedTable(runs.Table.Name, [.. runs.Rows.Where(row => row.NotRun is null).SelectMany(row => row.Runs)], records => ComparisonTable.Create(runs, records)));
        var others = new List<PlannedTable>();
        if (tables.Contains(PublishedTable.ImageNet)) others.Add(new PlannedTable(PublishedTable.ImageNet, [], _ => ComparisonTable.ImageNet()));
        if (tables.Contains(PretrainedNetworks.Table)) others.Add(PretrainedNetworks.Plan(profile, data));
        return [.. planned, .. others];
    }
}
