using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>f = 1: the projector onto the kept eigenvectors, PCA denoising.</summary>
public sealed class Projector : SpectralFunction
{
    /// <inheritdoc/>
    public override string Name => "pca";

    /// <inheritdoc/>
    public override Tensor Value(Tensor values) => ones_like(values);

    /// <inheritdoc/>
    public override Tensor Derivative(Tensor values) => zeros_like(values);

    /// <inheritdoc/>
    public override Tensor DividedDifference(Tensor large, Tensor small) => zeros_like(large);

    /// <summary>-1 / small.</summary>
    /// <inheritdoc/>
    public override Tensor Bias(Tensor large, Tensor small) => small.reciprocal().neg_();
}
