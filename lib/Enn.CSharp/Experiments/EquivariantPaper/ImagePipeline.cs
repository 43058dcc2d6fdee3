using Enn.Data;

namespace Enn.Experiments.EquivariantPaper;

/// <summary>What the official code does to images: CIFAR is normalised by colour and neither cropped nor flipped, digits are numbers in [0, 1].</summary>
internal static class ImagePipeline
{
    private static readonly float[] Mean = [125.3f / 255, 123.0f / 255, 113.9f / 255], Deviation = [63.0f / 255, 62.1f / 255, 66.7f / 255];

    internal static IReadOnlyList<Transform> Of(string dataset) =>
        dataset is Cifar10.Name or Cifar100.Name ? [Transforms.Scale, Transforms.Normalise(Mean, Deviation)] : [Transforms.Scale];
}
