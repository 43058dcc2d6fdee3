namespace Enn.Eidetic;

/// <summary>The shape of a <see cref="ResNet"/>.</summary>
/// <param name="Channels">Of the images.</param>
/// <param name="Stages">Blocks of the four stages, as in the network's standard namesake.</param>
/// <param name="Expansion">How much wider a block is inside than outside. A block widens; it is no bottleneck.</param>
public sealed record ResNetOptions(int Channels, IReadOnlyList<int> Stages, int Expansion = 1)
{
    /// <summary>Channels of the first stage; the others have 2, 4 and 8 times as many. 64 in the official networks.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Whether a batch normalisation, in place of the bias, stands behind each convolution of a block.</summary>
    public bool BatchNorm { get; init; } = true;

    /// <summary>A first convolution of 3 pixels; else of 7.</summary>
    public bool LowResolution { get; init; } = true;

    /// <summary>10 blocks.</summary>
    public static ResNetOptions ResNet18(int channels = 3) => new(channels, [2, 2, 2, 2]);

    /// <summary>18 blocks.</summary>
    public static ResNetOptions ResNet34(int channels = 3) => new(channels, [3, 4, 6, 3]);

    /// <summary>18 blocks, 4 times as wide inside.</summary>
    public static ResNetOptions ResNet50(int channels = 3) => new(channels, [3, 4, 6, 3], 4);

    /// <summary>35 blocks, 4 times as wide inside.</summary>
    public static ResNetOptions ResNet101(int channels = 3) => new(channels, [3, 4, 23, 3], 4);

    /// <summary>The blocks in order: channels inside, channels given, whether the image is halved.</summary>
    /// <exception cref="ArgumentException">There are not four stages of at least one block.</exception>
    internal IEnumerable<(int Middle, int Last, bool Halves)> Blocks()
    {
        if (Stages.Count != 4 || Stages.Any(n => n < 1)) throw new ArgumentException("A network has four stages of at least one block.");
        return List();

        IEnumerable<(int, int, bool)> List()
        {
            yield return (Width, Width, false);
            for (var stage = 0; stage < 4; stage++)
            {
                var width = Width << stage;
                // The last stage has one block more, and widens in the end instead of halving the image.
                var plain = stage < 3 ? Stages[stage] - 1 : Stages[stage];
                for (var i = 0; i < plain; i++) yield return (width * Expansion, width, false);
                yield return stage < 3 ? (width * Expansion, width * 2, true) : (width * Expansion, width * Expansion, false);
            }
        }
    }
}
