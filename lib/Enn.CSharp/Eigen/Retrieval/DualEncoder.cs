using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>What short captions are compared with in the long/short variant.</summary>
public enum CoarseStep
{
    /// <summary>The principal direction of each image's patches: the paper's.</summary>
    PatchDirection,

    /// <summary>The image embeddings' reconstruction from the batch's principal components: Long-CLIP's.</summary>
    BatchReconstruction,
}

/// <summary>
/// The paper's ECLIP: an image and a text encoder into one space, and a learnt inverse temperature that starts at 1 / 0.07 and is held at or below 100. With long texts
/// beside captions it is Long-ECLIP: loss = fine (image and long text) + 0.2 coarse (principal step of the image, and caption), both symmetric.
/// </summary>
public sealed class DualEncoder : Module
{
    /// <summary>The coarse loss's share.</summary>
    public const double CoarseWeight = 0.2;

    private const double StartScale = 1 / 0.07;
    private static readonly double LargestLog = Math.Log(100);

    private readonly ImageEncoder image;
    private readonly TextEncoder text;
    private readonly Parameter logit_scale;

    /// <summary>A model of these encoders.</summary>
    /// <param name="image">Of images.</param>
    /// <param name="text">Of texts.</param>
    /// <param name="coarse">The principal step of the long/short variant.</param>
    /// <exception cref="ArgumentException">They do not embed into one space.</exception>
    public DualEncoder(ImageEncoder image, TextEncoder text, CoarseStep coarse = CoarseStep.PatchDirection) : base(nameof(DualEncoder))
    {
        if (image.Width != text.Width) throw new ArgumentException($"Images are embedded in {image.Width} dimensions and texts in {text.Width}.", nameof(text));
        (this.image, this.text, Coarse) = (image, text, coarse);
        logit_scale = Parameter(tensor((float)Math.Log(StartScale)));
        RegisterComponents();
    }

    /// <summary>The principal step.</summary>
    public CoarseStep Coarse { get; }

    /// <summary>The inverse temperature, at most 100; differentiable.</summary>
    public Tensor Scale => logit_scale.clamp_max(LargestLog).exp();

    /// <summary>Unit vectors of images, [B, C, H, W] -&gt; [B, E].</summary>
    public Tensor EmbedImages(Tensor images) => image.forward(images);

    /// <summary>Unit vectors of texts, [B, D] -&gt; [B, E].</summary>
    public Tensor EmbedTexts(Tensor features) => text.forward(features);

    /// <summary>The loss of a batch of pairs.</summary>
    /// <param name="images">[B, C, H, W].</param>
    /// <param name="captions">Features of one caption an image, [B, D].</param>
    /// <param name="longTexts">Features of one long text an image, [B, D]; null for ECLIP without them.</param>
    public Tensor Loss(Tensor images, Tensor captions, Tensor? longTexts = null)
    {
        using var scope = NewDisposeScope();
        if (longTexts is null) return ContrastiveLoss.Of(EmbedImages(images), EmbedTexts(captions), Scale).MoveToOuterDisposeScope();
        var (whole, patches) = image.WithPatches(images);
        var principal = Coarse == CoarseStep.PatchDirection ? PatchDirection.Of(patches) : functional.normalize(BatchReconstruction.Of(whole));
        var fine = ContrastiveLoss.Of(whole, EmbedTexts(longTexts), Scale);
        return (fine + ContrastiveLoss.Of(principal, EmbedTexts(captions), Scale) * CoarseWeight).MoveToOuterDisposeScope();
    }

    /// <summary>Brings the temperature back to its bound after a step: beyond it, the loss would have no gradient to move it.</summary>
    internal void BoundScale()
    {
        using var _ = no_grad();
        logit_scale.clamp_max_(LargestLog);
    }
}
