namespace Enn.Eigen;

/// <summary>What decides a vision transformer's architecture; the defaults are the paper's EViT-B/16.</summary>
/// <param name="ImageSize">Height and width of the input in pixels, a multiple of the patch size.</param>
/// <param name="PatchSize">Of a patch, in pixels.</param>
/// <param name="Depth">Encoder layers.</param>
/// <param name="Heads">Attention heads, a divisor of the width.</param>
/// <param name="Width">Of a token.</param>
/// <param name="MlpWidth">Of the hidden layer.</param>
/// <param name="Classes">K, the number of logits.</param>
/// <param name="Dropout">After the positions are added, after attention, and twice in the MLP.</param>
/// <param name="Layers">What it is made of; null for Eigen layers with the official initialisation.</param>
/// <param name="Channels">Of the input.</param>
/// <param name="RepresentationWidth">Of a layer with tanh between the class token and the logits, the official code's <c>pre_logits</c>; null for none, as in all its scripts.</param>
public sealed record EVitOptions(long ImageSize = 224, long PatchSize = 16, int Depth = 12, long Heads = 12, long Width = 768, long MlpWidth = 3072, long Classes = 1000,
    double Dropout = 0.1, LayerKind? Layers = null, long Channels = 3, long? RepresentationWidth = null)
{
    /// <summary>Epsilon of the layer normalisations.</summary>
    public const double Epsilon = 1e-6;

    /// <summary>Tokens: one a patch, and the class token.</summary>
    public long Tokens => ImageSize / PatchSize * (ImageSize / PatchSize) + 1;

    /// <summary>Checks that sizes fit each other.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void Check()
    {
        if (PatchSize < 1 || ImageSize < PatchSize || ImageSize % PatchSize != 0) throw new ArgumentException($"An image of {ImageSize} pixels is no whole number of patches of {PatchSize}.");
        if (Depth < 1) throw new ArgumentException($"A transformer of {Depth} layers is none.");
        if (Heads < 1 || Width % Heads != 0) throw new ArgumentException($"A width of {Width} cannot be divided among {Heads} heads.");
    }
}
