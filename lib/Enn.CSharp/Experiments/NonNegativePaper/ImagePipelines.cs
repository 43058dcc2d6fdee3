using Enn.Data;
using Enn.NonNegative;
using TorchSharp;

namespace Enn.Experiments.NonNegativePaper;

/// <summary>How the official code feeds each data set to each network: the transforms of training and of test images.</summary>
/// <param name="Train">Of training images, the random ones included.</param>
/// <param name="Test">Of test images.</param>
public sealed record ImagePipelines(IReadOnlyList<Transform> Train, IReadOnlyList<Transform> Test)
{
    private const int CropPadding = 4;
    private const int AlexNetResize = 70;
    private const int AlexNetCrop = 64;

    /// <summary>The transforms of a combination.</summary>
    /// <exception cref="NotSupportedException">The official code has none for it.</exception>
    public static ImagePipelines Of(ArchitectureName architecture, DatasetName dataset) => (architecture, dataset) switch
    {
        (ArchitectureName.Mlp or ArchitectureName.Cnn, DatasetName.Mnist or DatasetName.FashionMnist) => new([Transforms.Scale], [Transforms.Scale]),
        (ArchitectureName.Mlp, DatasetName.Cifar10) => new([Transforms.Greyscale, Transforms.Scale], [Transforms.Greyscale, Transforms.Scale]),
        (ArchitectureName.Cnn, DatasetName.Cifar10) => new([Transforms.PadCrop(CropPadding), Transforms.Flip, Transforms.Scale, Normalise], [Transforms.Scale, Normalise]),
        (ArchitectureName.AlexNet, DatasetName.Cifar10) => new(
            [Transforms.Resize(AlexNetResize), Transforms.Flip, Transforms.Crop(AlexNetCrop), Transforms.Scale, Normalise],
            [Transforms.Resize(AlexNetResize), Transforms.CentreCrop(AlexNetCrop), Transforms.Scale, Normalise]),
        _ => throw new NotSupportedException($"{architecture} on {dataset} has no input pipeline here: its images have the wrong size, or the data set has no reader."),
    };

    private static Transform Normalise { get; } =
        Transforms.Normalise([.. DatasetSettings.Cifar10Mean.Select(m => (float)m)], [.. DatasetSettings.Cifar10Deviation.Select(d => (float)d)]);
}
