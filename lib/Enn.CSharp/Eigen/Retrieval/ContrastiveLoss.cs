using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// Symmetric InfoNCE over a batch of pairs: cross-entropy of s x_i . y_j over texts j for each image, and over images for each text, with the own pair as the class;
/// the mean of both. The official COCO script has the first direction only.
/// </summary>
public static class ContrastiveLoss
{
    /// <summary>The loss; ln B where all embeddings are equal.</summary>
    /// <param name="images">Unit vectors [B, E].</param>
    /// <param name="texts">Unit vectors [B, E], row i of the same pair as image i.</param>
    /// <param name="scale">s, the inverse temperature: a scalar.</param>
    /// <exception cref="ArgumentException">Shapes differ.</exception>
    public static Tensor Of(Tensor images, Tensor texts, Tensor scale)
    {
        if (images.ndim != 2 || !images.shape.AsSpan().SequenceEqual(texts.shape))
            throw new ArgumentException($"Embeddings of images are [{string.Join(", ", images.shape)}] and of texts [{string.Join(", ", texts.shape)}]: both are [B, E].", nameof(texts));
        using var scope = NewDisposeScope();
        var logits = images.matmul(texts.t()) * scale;
        var own = arange(images.size(0), dtype: ScalarType.Int64, device: images.device);
        return ((nn.functional.cross_entropy(logits, own) + nn.functional.cross_entropy(logits.t(), own)) / 2).MoveToOuterDisposeScope();
    }
}
