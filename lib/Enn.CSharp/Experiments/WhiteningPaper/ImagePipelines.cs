using Enn.Data;

namespace Enn.Experiments.WhiteningPaper;

/// <summary>The paper's input pipelines: padding by 4 and random crops, mirroring, normalisation; grey images are normalised only.</summary>
/// <param name="Train">Of training images.</param>
/// <param name="Test">Of test images.</param>
public sealed record ImagePipelines(IReadOnlyList<Transform> Train, IReadOnlyList<Transform> Test)
{
    private const int Padding = 4;

    /// <summary>The pipelines of a data set.</summary>
    public static ImagePipelines Of(string dataset)
    {
        if (dataset is Mnist.Name or FashionMnist.Name)
        {
            IReadOnlyList<Transform> grey = [Transforms.Scale, Transforms.Normalise([0.2860f], [0.3530f])];
            return new(grey, grey);
        }
        var normalise = Transforms.Normalise([0.4914f, 0.4822f, 0.4465f], [0.2023f, 0.1994f, 0.2010f]);
        return new([Transforms.PadCrop(Padding), Transforms.Flip, Transforms.Scale, normalise], [Transforms.Scale, normalise]);
    }
}
