namespace Enn.NonNegative;

/// <summary>What the paper's configurations say about a data set.</summary>
/// <param name="BatchSize">Samples a step.</param>
/// <param name="Epochs">Of the transformation and from-scratch scenarios.</param>
/// <param name="MlpSizes">The sizes of the fully connected network, input and classes included.</param>
/// <param name="OriginalEpochs">T_r: epochs of the original network in the post-training scenario.</param>
/// <param name="TwinEpochs">T_nn: epochs of its twin.</param>
/// <param name="Classes">How many classes.</param>
/// <param name="Input">The bounds of the images as the CNN reads them: normalised colour images are signed.</param>
public sealed record DatasetSettings(int BatchSize, int Epochs, IReadOnlyList<long> MlpSizes, int OriginalEpochs, int TwinEpochs, int Classes, InputRange Input)
{
    /// <summary>The settings of a data set.</summary>
    public static DatasetSettings Of(DatasetName dataset) => dataset switch
    {
        DatasetName.Mnist or DatasetName.FashionMnist => new(256, 50, [784, 100, 200, 10], 5, 5, 10, InputRange.Unit),
        DatasetName.Cifar10 => new(256, 100, [1024, 1024, 512, 10], 15, 15, 10, Normalised(Cifar10Mean, Cifar10Deviation)),
        DatasetName.Cifar100 => new(256, 60, [1024, 1024, 512, 100], 30, 30, 100, Normalised(Cifar100Mean, Cifar100Deviation)),
        _ => throw new ArgumentOutOfRangeException(nameof(dataset), dataset, "unknown data set"),
    };

    /// <summary>Per-channel mean of CIFAR-10 for its CNN; pixels are in [0, 1].</summary>
    public static IReadOnlyList<double> Cifar10Mean { get; } = [0.4914, 0.4822, 0.4465];

    /// <summary>Per-channel deviation of CIFAR-10.</summary>
    public static IReadOnlyList<double> Cifar10Deviation { get; } = [0.2023, 0.1994, 0.2010];

    /// <summary>Per-channel mean of CIFAR-100.</summary>
    public static IReadOnlyList<double> Cifar100Mean { get; } = [0.50708, 0.48655, 0.44092];

    /// <summary>Per-channel deviation of CIFAR-100.</summary>
    public static IReadOnlyList<double> Cifar100Deviation { get; } = [0.26733, 0.25644, 0.27615];

    /// <summary>The range of pixels in [0, 1] after normalisation.</summary>
    public static InputRange Normalised(IReadOnlyList<double> mean, IReadOnlyList<double> deviation) =>
        new(mean.Zip(deviation, (m, d) => -m / d).Min(), mean.Zip(deviation, (m, d) => (1 - m) / d).Max());
}
