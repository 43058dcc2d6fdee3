namespace Enn.Experiments.NonNegativePaper;

/// <summary>A table of the paper that can be reproduced.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Title">Its heading.</param>
/// <param name="InPercent">Whether its numbers are shown in per cent.</param>
/// <param name="Rows">What was published.</param>
public sealed record PublishedTable(string Name, string Title, bool InPercent, IReadOnlyList<PublishedRow> Rows)
{
    /// <summary>The table of the README.</summary>
    public static PublishedTable Readme { get; } = new("readme", "Non-negative networks: the table in the official README (test accuracy)", false, ReadmeTable.Rows);

    /// <summary>The paper's tables of means over repetitions.</summary>
    public static IReadOnlyList<PublishedTable> Means { get; } =
    [
        new("transformation", "Non-negative networks: transformation of trained nets (mean ± std, %)", true, PaperTables.Transformation),
        new("post-training", "Non-negative networks: post-training (mean ± std, %)", true, PaperTables.PostTraining),
        new("from-scratch", "Non-negative networks: training from scratch (mean ± std, %)", true, PaperTables.FromScratch),
    ];

    /// <summary>The name of the ImageNet table, which has columns of its own.</summary>
    public const string ImageNet = "imagenet";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Readme.Name, ImageNet, .. Means.Select(table => table.Name)];
}
