namespace Enn.Eigen;

/// <summary>How a residual network reads its input.</summary>
public enum Stem
{
    /// <summary>A 3x3 convolution of stride 1, for all image sizes: the official code's, which at 224 pixels costs 16 times the other.</summary>
    Cifar,

    /// <summary>A 7x7 convolution of stride 2 and a 3x3 max-pooling of stride 2.</summary>
    ImageNet,
}

/// <summary>What decides a residual network's architecture.</summary>
/// <param name="Depth">18, 34, 50, 101 or 152.</param>
/// <param name="Classes">K, the number of logits.</param>
/// <param name="Layers">What it is made of; null for Eigen layers with the official initialisation.</param>
/// <param name="Stem">How it reads its input.</param>
/// <param name="Channels">Channels of the input.</param>
/// <param name="Width">Channels of the stem and the first stage, 64 in the paper; each further stage doubles them.</param>
public sealed record ResNetOptions(int Depth, long Classes, LayerKind? Layers = null, Stem Stem = Stem.Cifar, long Channels = 3, long Width = 64)
{
    /// <summary>Blocks of each stage.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another depth.</exception>
    public IReadOnlyList<int> Blocks => Depth switch
    {
        18 => [2, 2, 2, 2],
        34 or 50 => [3, 4, 6, 3],
        101 => [3, 4, 23, 3],
        152 => [3, 8, 36, 3],
        _ => throw new ArgumentOutOfRangeException(nameof(Depth), Depth, "ResNet has 18, 34, 50, 101 or 152 layers."),
    };

    /// <summary>Whether blocks are of the three-layer kind.</summary>
    public bool HasBottlenecks => Depth >= 50;
}
