using Enn.Data;

namespace Enn.Experiments.EquivariantPaper;

/// <summary>A number of a published table.</summary>
/// <param name="Net">The network.</param>
/// <param name="Accuracy">Test accuracy, in [0, 1].</param>
public sealed record PublishedRow(NetChoice Net, double Accuracy);

/// <summary>A number that the README of PDO-eConvs gives of a method that is not built here: MNIST-rot without augmentation.</summary>
/// <param name="Method">The method.</param>
/// <param name="Accuracy">Test accuracy, in [0, 1].</param>
/// <param name="Parameters">As given, rounded to thousands.</param>
public sealed record OtherMethod(string Method, double Accuracy, int Parameters);

/// <summary>A published table of accuracies.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Dataset">The data.</param>
/// <param name="Protocol">How its networks are trained.</param>
/// <param name="Rows">What was published.</param>
public sealed record PublishedTable(string Name, string Title, string Dataset, TrainingProtocol Protocol, IReadOnlyList<PublishedRow> Rows);

/// <summary>
/// What the official README and the abstract of the paper report. The tables of the paper's body (comparison on MNIST-rot, data efficiency, ablations) were not at
/// hand.
/// </summary>
public static class PublishedTables
{
    /// <summary>The share of parameters that the abstract gives p4-E4R18 beside p4-R18.</summary>
    public const double ParameterShare = 0.56;

    /// <summary>The same of multiply-adds.</summary>
    public const double WorkShare = 0.68;

    /// <summary>The fraction of CIFAR-10 on which the abstract compares the two.</summary>
    public const double ReducedFraction = 0.2;

    /// <summary>By how much, at least, p4-E4R18 is better there.</summary>
    public const double ReducedMargin = 0.05;

    /// <summary>The tables.</summary>
    public static IReadOnlyList<PublishedTable> All { get; } =
    [
        new("mnist-rot", "E4-Net: MNIST-rot (README; test accuracy, %)", MnistRot.Name, TrainingProtocol.Digits, [new(NetChoice.Normal, .9871), new(NetChoice.Large, .9881)]),
        new("cifar10", "E4-Net: CIFAR-10 without augmentation (README; test accuracy, %)", Cifar10.Name, TrainingProtocol.Cifar, Five(.903, .9247, .9358, .9417, .9504)),
        new("cifar100", "E4-Net: CIFAR-100 without augmentation (README; test accuracy, %)", Cifar100.Name, TrainingProtocol.Cifar, Five(.66, .7204, .7341, .7505, .7782)),
    ];

    /// <summary>Other methods on MNIST-rot.</summary>
    public static IReadOnlyList<OtherMethod> Others { get; } = [new("Z2-CNN", .9497, 22_000), new("G-CNN p4", .9772, 25_000), new("PDO-eConv", .9813, 26_000)];

    private static PublishedRow[] Five(double r18, double p4, double p4E4, double p4m, double p4mE4) =>
        [new(NetChoice.R18, r18), new(NetChoice.P4R18, p4), new(NetChoice.P4E4R18, p4E4), new(NetChoice.P4MR18, p4m), new(NetChoice.P4ME4R18, p4mE4)];
}
