using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// What PCA denoising does to centred channels, as a function of their covariance S: P D, with D = diag(q), q = (var + eps)^(-1/2), var the unbiased variances, and P
/// the projector onto the kept eigenvectors of D S D + eps I, the covariance of the standardised channels.
/// </summary>
/// <param name="projector">P.</param>
/// <param name="epsilon">eps.</param>
/// <param name="unbias">m / (m - 1), from S's divisor to the unbiased one.</param>
internal sealed class NormalisedProjector(MatrixFunction projector, double epsilon, double unbias) : MatrixFunction
{
    /// <inheritdoc/>
    public override string Name => "normalised " + projector.Name;

    /// <summary>q, [G, d].</summary>
    internal static Tensor Scale(Tensor covariance, double epsilon, double unbias) =>
        (covariance.diagonal(0, -2, -1) * unbias).add_(epsilon).rsqrt_();

    /// <inheritdoc/>
    public override MatrixValue Forward(Tensor matrices)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var covariance = Symmetric(matrices.to(ScalarType.Float64));
        var scale = Scale(covariance, epsilon, unbias);
        var standardised = covariance * scale.unsqueeze(-1) * scale.unsqueeze(-2);
        standardised.diagonal(0, -2, -1).add_(epsilon);
        var (projection, saved) = projector.Forward(standardised);
        foreach (var tensor in saved) tensor.MoveToOuterDisposeScope();
        var value = projection * scale.unsqueeze(-2);
        scope.MoveToOuter(covariance, scale);
        scope.MoveToOuter(projection, value);
        return new MatrixValue(value, [covariance, scale, projection, .. saved]);
    }

    /// <inheritdoc/>
    public override Tensor Pullback(IReadOnlyList<Tensor> saved, Tensor upstream)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var (covariance, scale, projection) = (saved[0], saved[1], saved[2]);
        var onStandardised = projector.Pullback([.. saved.Skip(3)], upstream * scale.unsqueeze(-2));
        var onScale = (upstream * projection).sum(-2) + 2 * (onStandardised * covariance * scale.unsqueeze(-2)).sum(-1);
        var result = onStandardised * scale.unsqueeze(-1) * scale.unsqueeze(-2);
        result.diagonal(0, -2, -1).add_(onScale * scale.pow(3) * (-0.5 * unbias));
        return result.MoveToOuterDisposeScope();
    }
}
