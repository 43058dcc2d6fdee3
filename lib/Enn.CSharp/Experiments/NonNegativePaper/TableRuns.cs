using Enn.Data;
using Enn.NonNegative;
using static Enn.Experiments.NonNegativePaper.Spelling;

namespace Enn.Experiments.NonNegativePaper;

/// <summary>A published row and the runs that stand against it: one a seed, or none and the reason.</summary>
/// <param name="Published">The row.</param>
/// <param name="Runs">The runs, of which some may be recorded though they cannot be made here.</param>
/// <param name="NotRun">What is needed to run it; null where it is run.</param>
public sealed record RowRuns(PublishedRow Published, IReadOnlyList<PlannedRun> Runs, string? NotRun);

/// <summary>A published table and the runs that stand against it.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Its rows in their order.</param>
public sealed record TableRuns(PublishedTable Table, IReadOnlyList<RowRuns> Rows)
{
    private static readonly Dictionary<string, string> WithoutReader = new()
    {
        ["malimg"] = "Malimg (malware images) has no public download that this project could name, and no reader here.",
        ["names"] = "The Names data and the paper's recurrent net are not in the official code, so the published protocol is unknown.",
        ["fi2010"] = "The FI-2010 data and the paper's recurrent net are not in the official code, so the published protocol is unknown.",
    };

    /// <summary>Plans a table.</summary>
    /// <param name="table">What was published.</param>
    /// <param name="profile">How much of the protocol to run.</param>
    /// <param name="seeds">Seeds 0 to <paramref name="seeds"/> - 1.</param>
    /// <param name="data">Where images come from.</param>
    /// <param name="shuffle">Whether training data is shuffled; null for what the official loaders do: MNIST and Fashion-MNIST never, CIFAR-10 each epoch.</param>
    /// <param name="exponentialRate">lambda of the rows with exponential initialisation, which the paper does not publish; null leaves those rows out.</param>
    public static TableRuns Plan(PublishedTable table, Profile profile, int seeds, LoadedData data, bool? shuffle = null, double? exponentialRate = null) =>
        new(table, [.. table.Rows.Select(row => Plan(row, profile, seeds, data, shuffle, exponentialRate))]);

    private static RowRuns Plan(PublishedRow row, Profile profile, int seeds, LoadedData data, bool? shuffle, double? exponentialRate)
    {
        if (WithoutReader.TryGetValue(row.Dataset, out var reason)) return new RowRuns(row, [], reason);
        if (row.Method == ExponentialInitialisation && exponentialRate is null)
            return new RowRuns(row, [], "exp_init: the paper does not publish lambda of its exponential initialisation; --exp-lambda NUMBER runs these rows with one of yours.");
        var published = RunConfiguration.Of(Methods[row.Method], Architectures[row.Architecture], Datasets[row.Dataset], Activations[row.Activation],
            row.Optimizer == NoOptimizer ? null : Optimizers[row.Optimizer]);
        var actual = published with { Shuffle = shuffle ?? published.Shuffle, ExponentialRate = row.Method == ExponentialInitialisation ? exponentialRate : null };
        var schedule = Schedule.Of(profile, actual);
        var whyNot = schedule is null ? Schedule.TooLong : ImageDataset.WhatIsMissing(row.Dataset);
        var runs = Enumerable.Range(0, seeds).Select(seed => ScenarioPlan.Create(actual, schedule ?? Schedule.Published(actual), Schedule.Published(actual).Epochs, seed, data));
        return new RowRuns(row, [.. runs.Select(run => run.Without(whyNot))], whyNot);
    }
}
