using Enn.Data;
using Enn.Whitening;

namespace Enn.Experiments.WhiteningPaper;

/// <summary>
/// Every table of the paper that could be read: its poster, the README of the official code (accuracies, here as errors), and the draft in that code's history.
/// Test errors in per cent; d is the size of a group, 64/d the number of groups.
/// </summary>
public static class PublishedTables
{
    private static readonly long[] Sizes = [4, 8, 16, 32, 64];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PublishedTable> All { get; } =
    [
        new("zca", "Whitening: ZCA in ResNet-18 on CIFAR-10, test error % (poster)",
        [
            BatchNorm,
            // The poster's d = 4 cell of SVD has a minimum above its mean; the draft gives 4.43 and 4.53 ± 0.15.
            Zca("SVD", "svd", 4, 4.59, 4.54, .08, 46.7), .. Sizes[1..].Select(d => Zca("SVD", "svd", d, null, null, null, 0)),
            Zca("PI", "pi", 4, 4.44, 4.99, .51, 100), Zca("PI", "pi", 8, 6.28, null, null, 6.7), .. Sizes[2..].Select(d => Zca("PI", "pi", d, null, null, null, 0)),
            Zca("ours", "ours", 4, 4.59, 4.71, .11, 100), Zca("ours", "ours", 8, 4.43, 4.62, .18, 100), Zca("ours", "ours", 16, 4.40, 4.63, .14, 100),
            Zca("ours", "ours", 32, 4.46, 4.64, .15, 100), Zca("ours", "ours", 64, 4.44, 4.59, .09, 100),
        ]),
        new("readme", "Whitening: ZCA in ResNet-18 on CIFAR-10, test error % (README, given there as accuracy)",
        [
            Zca("ours", "ours", 4, 4.59, 4.71, .11), Zca("ours", "ours", 8, 4.43, 4.62, .18), Zca("ours", "ours", 16, 4.40, 4.63, .14),
            Zca("ours", "ours", 32, 4.46, 4.64, .15), Zca("ours", "ours", 64, 4.44, 4.59, .09),
        ]),
        new("cifar100", "Whitening: ZCA on CIFAR-100, test error % (draft)",
        [
            .. Hundred(18, (21.68, 21.85, .14), (21.03, 21.51, .28), (21.15, 21.56, .35), (21.14, 21.45, .25), (21.36, 21.58, .27), (21.04, 21.39, .23)),
            .. Hundred(50, (20.79, 21.62, .65), (20.66, 20.98, .31), (20.15, 20.59, .58), (19.78, 19.92, .12), (19.24, 19.54, .23), (19.28, 19.94, .44)),
        ]),
        new("pca", "Whitening: PCA denoising in ResNet-18 on CIFAR-10, test error % (poster)",
        [
            BatchNorm, new("PCA(PI)", "16 vectors", 5.05, new(5.35, .25), null, new NormChoice("pca-pi") { Count = 16 }),
            new("PCA(SVD)", "16 vectors", null, null, 0, new NormChoice("pca-svd") { Count = 16 }), new("PCA(ours)", "16 vectors", 4.58, new(4.63, .11), null, Pca),
        ]),
        new("energy", "Whitening: PCA denoising by energy, test error % (poster and draft)",
        [
            Energy(85, 5.60, .74), Energy(90, 5.05, .07), Energy(95, 4.67, .06), Energy(99, 4.63, .11), Energy(99.5, 4.72, .10), Energy(100, 4.81, .19),
        ]),
        new("count", "Whitening: PCA denoising by number of eigenvectors, test error % (poster)",
            [Count(2, 5.09, .12), Count(4, 4.82, .07), Count(8, 4.64, .18), Count(16, 4.63, .17), Count(32, 4.65, .08)]),
        new("iterations", "Whitening: power iterations of PCA's gradient, test error % (poster and draft)",
        [
            Iterations(1, 4.72, .10), Iterations(2, 4.63, .09), Iterations(4, 4.67, .09), Iterations(9, 4.61, .14), Iterations(14, 4.69, .11), Iterations(19, 4.63, .11),
            Iterations(29, 4.61, .03),
        ]),
        new("placement", "Whitening: placement in ResNet-18 on CIFAR-10, test error % (draft, an older ZCA)",
        [
            BatchNorm, new("PCA", "1 layer", 4.58, new(4.67, .06), null, Pca), new("ZCA", "1 layer", 4.91, new(5.02, .28), null, Ours(64)),
            new("PCA", "1 block", 5.14, new(5.30, .12), null, Pca with { Placement = Placement.FirstBlock }),
            new("ZCA", "1 block", 5.38, new(5.50, .10), null, Ours(64) with { Placement = Placement.FirstBlock }),
        ]),
    ];

    /// <summary>Milliseconds of a training step on a Titan XP, ResNet-18, batch 128 (an excerpt of the published paper).</summary>
    public static IReadOnlyList<(string Norm, double Milliseconds)> StepTimes { get; } = [("batch normalisation", 82.7), ("PCA, 2 power iterations", 104.8)];

    private static NormChoice Pca => new("pca") { Gradient = "pi", Count = 16 };

    private static PublishedRow BatchNorm => new("BN", "-", 4.66, new(4.81, .19), null, new NormChoice("bn"));

    private static NormChoice Ours(long size) => new("ours") { GroupSize = size };

    private static PublishedRow Zca(string name, string method, long size, double? best, double? mean, double? deviation, double? success = null) =>
        new(name, $"d={size}", best, mean is { } m ? new(m, deviation) : null, success, new NormChoice(method) { GroupSize = size });

    // Columns: BN, then d = 4 ... 64.
    private static IEnumerable<PublishedRow> Hundred(int depth, params (double Best, double Mean, double Deviation)[] values) => values.Select((v, i) =>
        new PublishedRow(i == 0 ? $"R{depth} BN" : $"R{depth} ours", i == 0 ? "-" : $"d={Sizes[i - 1]}", v.Best, new(v.Mean, v.Deviation), null, i == 0 ? new NormChoice("bn") : Ours(Sizes[i - 1]))
        {
            Depth = depth,
            Dataset = Cifar100.Name,
        });

    private static PublishedRow Energy(double percent, double mean, double deviation) =>
        new("PCA", $"{percent} %", null, new(mean, deviation), null, Pca with { Count = null, Energy = percent / 100 });

    private static PublishedRow Count(long count, double mean, double deviation) => new("PCA", $"{count}", null, new(mean, deviation), null, Pca with { Count = count });

    private static PublishedRow Iterations(int iterations, double mean, double deviation) =>
        new("PCA", $"K={iterations}", null, new(mean, deviation), null, Pca with { Iterations = iterations });
}
