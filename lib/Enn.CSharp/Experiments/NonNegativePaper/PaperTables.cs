namespace Enn.Experiments.NonNegativePaper;

/// <summary>
/// The paper's tables as the first author's slides give them: mean and standard deviation over repetitions, accuracy on the test set (Malimg: F1 score;
/// FI-2010: Cohen's kappa), here as fractions of one.
/// </summary>
public static class PaperTables
{
    /// <summary>Trained nets after the transformation.</summary>
    public static IReadOnlyList<PublishedRow> Transformation { get; } =
    [
        .. Pair("mnist", "mlp", 97.44, .08, 97.90, .10), .. Pair("mnist", "cnn", 98.81, .14, 99.04, .07),
        .. Pair("fashion_mnist", "mlp", 85.64, .22, 86.30, .52), .. Pair("fashion_mnist", "cnn", 87.59, .47, 89.22, .18),
        .. Pair("cifar10", "mlp", 37.08, .37, 39.48, 1.69), .. Pair("cifar10", "cnn", 84.03, .69, 84.54, .28),
        .. Pair("malimg", "cnn", 91.06, 4.56, 93.28, 4.30), .. Pair("names", "rnn", 56.02, .70, 65.82, .90),
        .. Pair("fi2010", "rnn", 13.71, .24, 16.12, .33),
    ];

    /// <summary>Post-training after the transformation.</summary>
    public static IReadOnlyList<PublishedRow> PostTraining { get; } =
    [
        .. Clipped("mnist", 11.00, 9.74), .. Clipped("fashion_mnist", 10.00, 10.00), .. Clipped("cifar10", 10.00, 10.00),
        .. Four(Spelling.PostTraining, "mnist", "mlp", [(97.31, .90), (97.40, .06), (97.85, .10), (97.86, .07)]),
        .. Four(Spelling.PostTraining, "fashion_mnist", "mlp", [(84.77, .21), (85.01, .12), (86.62, .09), (86.95, .17)]),
        .. Four(Spelling.PostTraining, "cifar10", "mlp", [(36.34, .37), (36.81, .33), (40.96, .30), (41.19, .38)]),
        .. Four(Spelling.PostTraining, "mnist", "cnn", [(96.85, .96), (97.60, 1.83), (98.58, .12), (99.04, .07)]),
        .. Four(Spelling.PostTraining, "fashion_mnist", "cnn", [(83.90, .46), (84.87, .33), (87.59, .20), (87.63, .19)]),
        .. Four(Spelling.PostTraining, "cifar10", "cnn", [(74.30, .22), (77.39, .56), (77.30, .73), (79.95, .21)]),
        .. Four(Spelling.PostTraining, "malimg", "cnn", [(93.53, 2.76), (96.60, .78), (92.18, 4.52), (93.53, 4.30)]),
        .. Four(Spelling.PostTraining, "names", "rnn", [(53.94, 1.44), (58.37, 1.05), (66.64, .83), (67.14, .54)]),
        .. Four(Spelling.PostTraining, "fi2010", "rnn", [(10.50, .70), (12.20, .22), (14.34, .14), (18.40, .18)]),
    ];

    /// <summary>Training from scratch after the transformation of the initial net.</summary>
    public static IReadOnlyList<PublishedRow> FromScratch { get; } =
    [
        .. Exponential("mnist", [(11.35, null), (11.35, null), (86.36, 1.39), (35.31, 6.11)]),
        .. Exponential("fashion_mnist", [(10.00, null), (10.00, null), (68.95, 3.71), (9.97, .02)]),
        .. Exponential("cifar10", [(10.00, null), (10.00, null), (10.00, null), (10.00, null)]),
        .. Four(Spelling.FromScratch, "mnist", "mlp", [(92.52, .52), (93.34, 1.11), (92.51, .78), (94.14, .90)]),
        .. Four(Spelling.FromScratch, "fashion_mnist", "mlp", [(82.31, 1.29), (84.09, .56), (82.91, .55), (83.57, .26)]),
        .. Four(Spelling.FromScratch, "cifar10", "mlp", [(37.25, 1.57), (37.61, 1.76), (34.96, 2.44), (35.41, 1.43)]),
        .. Four(Spelling.FromScratch, "mnist", "cnn", [(97.69, .20), (98.14, .23), (98.54, .14), (98.71, .05)]),
        .. Four(Spelling.FromScratch, "fashion_mnist", "cnn", [(83.81, .85), (83.87, .19), (87.77, .36), (87.86, .36)]),
        .. Four(Spelling.FromScratch, "cifar10", "cnn", [(71.61, 1.04), (72.16, .54), (69.87, 1.73), (75.16, 1.83)]),
        .. Four(Spelling.FromScratch, "malimg", "cnn", [(91.47, 4.37), (91.98, 4.00), (96.53, .42), (97.26, .31)]),
        .. Four(Spelling.FromScratch, "names", "rnn", [(54.00, 2.13), (56.68, 1.11), (64.17, .14), (68.70, .78)]),
        .. Four(Spelling.FromScratch, "fi2010", "rnn", [(13.38, .45), (14.98, 1.12), (17.32, 1.75), (17.89, 1.02)]),
    ];

    // Columns of the published tables: sigmoid | sinusoidal.
    private static IEnumerable<PublishedRow> Pair(string dataset, string architecture, double sigmoid, double sigmoidStd, double sinusoidal, double sinusoidalStd) =>
    [
        Row(Spelling.Transformation, architecture, dataset, Spelling.Sigmoid, Spelling.NoOptimizer, (sigmoid, sigmoidStd)),
        Row(Spelling.Transformation, architecture, dataset, Spelling.Sinusoidal, Spelling.NoOptimizer, (sinusoidal, sinusoidalStd)),
    ];

    // Clipping in place of the transformation, then CSGD; published without deviations. Columns: sigmoid | sinusoidal.
    private static IEnumerable<PublishedRow> Clipped(string dataset, double sigmoid, double sinusoidal) =>
    [
        Row(Spelling.ClippedPostTraining, "mlp", dataset, Spelling.Sigmoid, Spelling.Csgd, (sigmoid, null)),
        Row(Spelling.ClippedPostTraining, "mlp", dataset, Spelling.Sinusoidal, Spelling.Csgd, (sinusoidal, null)),
    ];

    private static IEnumerable<PublishedRow> Exponential(string dataset, (double Mean, double? Std)[] values) => Four(Spelling.ExponentialInitialisation, dataset, "mlp", values);

    // Columns of the published tables: sigmoid CSGD, NNSGD | sinusoidal CSGD, NNSGD.
    private static IEnumerable<PublishedRow> Four(string method, string dataset, string architecture, (double Mean, double? Std)[] values) =>
    [
        Row(method, architecture, dataset, Spelling.Sigmoid, Spelling.Csgd, values[0]), Row(method, architecture, dataset, Spelling.Sigmoid, Spelling.Nnsgd, values[1]),
        Row(method, architecture, dataset, Spelling.Sinusoidal, Spelling.Csgd, values[2]), Row(method, architecture, dataset, Spelling.Sinusoidal, Spelling.Nnsgd, values[3]),
    ];

    private static PublishedRow Row(string method, string architecture, string dataset, string activation, string optimizer, (double Mean, double? Std) percent) =>
        new(method, architecture, dataset, activation, optimizer, new PublishedResult(percent.Mean / 100, percent.Std / 100));
}
