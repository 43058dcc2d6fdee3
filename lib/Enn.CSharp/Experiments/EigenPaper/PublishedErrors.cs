using Enn.Data;

namespace Enn.Experiments.EigenPaper;

/// <summary>A column of the paper's table 4: the test errors of all methods, as fractions.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Network">The network.</param>
/// <param name="Errors">By method, in the order of <see cref="PublishedErrors.Methods"/>; null where the paper has none.</param>
public sealed record PublishedError(string Dataset, string Network, IReadOnlyList<double?> Errors)
{
    /// <summary>The error of a method.</summary>
    public double? Of(string method) => Errors[PublishedErrors.Methods.ToList().IndexOf(method)];
}

/// <summary>
/// Table 4 of the paper, image classification. Baselines but BP are quoted there from their own publications; there is no row of ENN with backpropagation.
/// </summary>
public static class PublishedErrors
{
    /// <summary>The methods: backpropagation, local-learning baselines, a quantisation method, and the paper's.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["BP", "BLL", "SEDONA", "DGL", "BWBPF", "COMQ", "ENN-l"];

    /// <summary>The columns.</summary>
    public static IReadOnlyList<PublishedError> All { get; } =
    [
        Column("cifar10", "resnet50", 7.99, 5.40, 7.53, 8.27, 4.85, 8.50, 4.12),
        Column("cifar10", "resnet101", 7.14, 5.12, 6.59, 8.30, 4.53, 8.02, 3.89),
        Column("cifar10", "resnet152", 6.35, 4.98, 6.13, 6.39, 4.48, 7.73, 3.74),
        Column("cifar100", "resnet50", 32.94, 32.10, 30.33, 31.93, 29.88, 33.11, 27.58),
        Column("cifar100", "resnet101", 30.70, 31.74, 29.87, 31.24, 29.76, 32.57, 27.04),
        Column("cifar100", "resnet152", 29.18, 30.30, 28.67, 29.94, 28.79, 30.06, 26.11),
        Column(TinyImageNet.Name, "resnet50", 46.54, 45.06, 45.60, 46.04, 35.83, 47.13, 33.75),
        Column(TinyImageNet.Name, "resnet101", 44.50, 44.86, 40.88, 46.20, 35.28, 45.31, 33.96),
        Column(TinyImageNet.Name, "resnet152", 39.18, 44.33, 35.90, 42.36, 35.01, 40.01, 33.42),
        Column("imagenet", "resnet101", 21.62, 20.88, 20.72, 22.35, 20.92, 29.27, 17.45),
        Column("imagenet", "resnet152", 21.40, 20.69, 20.20, 22.20, 20.08, 28.79, 17.11),
        Column("imagenet", "evit-b16", 14.70, null, null, null, 11.16, 22.92, 11.72),
    ];

    private static PublishedError Column(string dataset, string network, params double?[] percent) => new(dataset, network, [.. percent.Select(value => value / 100)]);
}
