using Enn.Data;

namespace Enn.Experiments.EigenPaper;

/// <summary>How images reach a network: the paper's augmentation and a normalisation.</summary>
/// <param name="Train">Of training images: pad by 4, crop, flip.</param>
/// <param name="Test">Of test images.</param>
public sealed record ImagePipeline(IReadOnlyList<Transform> Train, IReadOnlyList<Transform> Test)
{
    private const int Padding = 4;

    /// <summary>The pipeline of a data set.</summary>
    /// <param name="dataset">Its name.</param>
    /// <param name="official">
    /// Whether CIFAR-10's deviations are the official scripts', which are the average of each image's own; otherwise those over all pixels. Of CIFAR-100 and Tiny ImageNet both are the scripts'.
    /// </param>
    /// <exception cref="ArgumentException">A data set without images of this paper's kind.</exception>
    public static ImagePipeline Of(string dataset, bool official)
    {
        var normalise = dataset switch
        {
            Cifar10.Name when official => Transforms.Normalise([0.4914f, 0.4822f, 0.4465f], [0.2023f, 0.1994f, 0.2010f]),
            Cifar10.Name => Transforms.Normalise([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]),
            Cifar100.Name => Transforms.Normalise([0.5071f, 0.4867f, 0.4408f], [0.2675f, 0.2565f, 0.2761f]),
            TinyImageNet.Name => Transforms.Normalise([0.4802f, 0.4481f, 0.3975f], [0.2770f, 0.2691f, 0.2821f]),
            FashionMnist.Name => Transforms.Normalise([0.2860f], [0.3530f]),
            Mnist.Name => Transforms.Normalise([0.1307f], [0.3081f]),
            _ => throw new ArgumentException($"'{dataset}' has no pipeline here.", nameof(dataset)),
        };
        return new ImagePipeline([Transforms.PadCrop(Padding), Transforms.Flip, Transforms.Scale, normalise], [Transforms.Scale, normalise]);
    }
}
