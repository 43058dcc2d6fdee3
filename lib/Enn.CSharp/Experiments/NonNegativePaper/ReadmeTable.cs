namespace Enn.Experiments.NonNegativePaper;

/// <summary>The result tables in the README of the official code (accuracy in [0, 1] on the test set; ImageNet in per cent).</summary>
public static class ReadmeTable
{
    /// <summary>The table of the three training methods.</summary>
    public static IReadOnlyList<PublishedRow> Rows { get; } =
    [
        Row(Spelling.Transformation, "mlp", "fashion_mnist", Spelling.Sinusoidal, Spelling.NoOptimizer, .8634),
        Row(Spelling.Transformation, "mlp", "cifar10", Spelling.Sinusoidal, Spelling.NoOptimizer, .4096),
        Row(Spelling.Transformation, "cnn", "fashion_mnist", Spelling.Sinusoidal, Spelling.NoOptimizer, .8775),
        Row(Spelling.Transformation, "cnn", "cifar10", Spelling.Sinusoidal, Spelling.NoOptimizer, .7585),
        Row(Spelling.PostTraining, "mlp", "mnist", Spelling.Sigmoid, Spelling.Csgd, .9533),
        Row(Spelling.PostTraining, "mlp", "mnist", Spelling.Sigmoid, Spelling.Nnsgd, .9539),
        Row(Spelling.PostTraining, "mlp", "fashion_mnist", Spelling.Sigmoid, Spelling.Csgd, .8209),
        Row(Spelling.PostTraining, "mlp", "fashion_mnist", Spelling.Sigmoid, Spelling.Nnsgd, .8272),
        Row(Spelling.FromScratch, "mlp", "fashion_mnist", Spelling.Sinusoidal, Spelling.Csgd, .838),
        Row(Spelling.FromScratch, "mlp", "fashion_mnist", Spelling.Sinusoidal, Spelling.Nnsgd, .8424),
        Row(Spelling.FromScratch, "mlp", "fashion_mnist", Spelling.Sigmoid, Spelling.Csgd, .7814),
        Row(Spelling.FromScratch, "mlp", "fashion_mnist", Spelling.Sigmoid, Spelling.Nnsgd, .8024),
    ];

    /// <summary>The ImageNet-1K table: top-1 and top-5 of the regular net and of its non-negative twin, in per cent.</summary>
    public static IReadOnlyList<(string Architecture, double Top1, double Top5, double NonNegativeTop1, double NonNegativeTop5)> ImageNet { get; } =
    [
        ("alexnet", 56.556, 79.088, 56.366, 79.1),
        ("vgg11", 69.04, 88.634, 68.954, 88.59),
        ("vgg13", 69.94, 89.258, 69.836, 89.28),
        ("vgg16", 71.586, 90.39, 71.346, 90.338),
        ("vgg19", 72.394, 90.886, 72.214, 90.716),
        ("resnet18", 69.76, 89.08, 69.756, 89.092),
        ("resnet34", 73.302, 91.42, 73.302, 91.426),
        ("resnet50", 80.346, 95.128, 80.346, 95.1),
        ("resnet101", 81.672, 95.658, 77.738, 93.686),
        ("resnet152", 82.346, 95.916, 82.344, 95.916),
    ];

    private static PublishedRow Row(string method, string architecture, string dataset, string activation, string optimizer, double accuracy) =>
        new(method, architecture, dataset, activation, optimizer, new PublishedResult(accuracy));
}
