using Enn.Data;

namespace Enn.Experiments.EideticPaper;

/// <summary>What the released code does to images: numbers in [0, 1], not normalised; digits as colour images of 32 x 32 pixels, cropped at random; the others padded, cropped and mirrored.</summary>
/// <param name="Train">Of training images.</param>
/// <param name="Test">Of test images.</param>
public sealed record ImagePipelines(IReadOnlyList<Transform> Train, IReadOnlyList<Transform> Test)
{
    private const int Side = 32, Padding = 4;
    private const double LeastArea = 0.4;

    /// <summary>Grey images as they are: for permuted pixels, and for our own sequences on Fashion-MNIST.</summary>
    public static ImagePipelines Plain { get; } = new([Transforms.Scale], [Transforms.Scale]);

    /// <summary>Pixels in another order, the same for training and test.</summary>
    public ImagePipelines After(IReadOnlyList<Transform> first) => new([.. first, .. Train], [.. first, .. Test]);

    /// <summary>The pipelines of a data set.</summary>
    public static ImagePipelines Of(string dataset) => dataset switch
    {
        FashionMnist.Name => Plain,
        Mnist.Name => new([Transforms.RandomResizedCrop(Side, LeastArea), Colour, Transforms.Scale], [Transforms.Resize(Side), Colour, Transforms.Scale]),
        // House numbers too are mirrored there.
        _ => new([Transforms.PadCrop(Padding), Transforms.Flip, Transforms.Scale], [Transforms.Scale]),
    };

    private static Transform Colour { get; } = (images, _) => images.repeat(1, 3, 1, 1);
}
