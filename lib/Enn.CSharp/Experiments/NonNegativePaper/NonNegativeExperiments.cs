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
    public string QuickProfile => "MLPs on MNIST and Fashion-MNIST as published, the MLP on CIFAR-10 for 10 epochs, CNNs for at most 6 a network, the CNN on CIFAR-10 not at all; minutes on two cores";

    /// <summary>Whether training data is shuffled; null for what the official loaders do: MNIST and Fashion-MNIST never, CIFAR-10 each epoch.</summary>
    public bool? Shuffle { get; init; }

    /// <summary>lambda of the rows with exponential initialisation, which the paper does not publish; null leaves those rows out.</summary>
    public double? ExponentialRate { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<PlannedTable> Plan(IReadOnlyList<string> tables, Profile profile, int seeds, LoadedData data)
    {
        var planned = new[] { PublishedTable.Readme }.Concat(PublishedTable.Means).Where(table => tables.Contains(table.Name))
            .Select(table => TableRuns.Plan(table, profile, seeds, data, Shuffle, ExponentialRate))
            .Select(runs => new PlannedTable(runs.Table.Name, [.. runs.Rows.SelectMany(row => row.Runs)], records => ComparisonTable.Create(runs, records)));
        var others = new List<PlannedTable>();
        if (tables.Contains(PublishedTable.ImageNet)) others.Add(new PlannedTable(PublishedTable.ImageNet, [], _ => ComparisonTable.ImageNet()) { NotRun = ComparisonTable.ImageNetNeeds });
        if (tables.Contains(PretrainedNetworks.Table)) others.Add(PretrainedNetworks.Plan(profile, data));
        return [.. planned, .. others];
    }
}
