using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// The derivative of the matrix function itself: the divided difference of f (Daleckii and Krein), finite everywhere and independent of the eigenbasis.
/// Only between a kept and a dropped eigenvalue, where the derivative is truly singular, stands the paper's truncated series.
/// </summary>
/// <param name="terms">Terms of that series, n; the paper's K plus 1.</param>
public sealed class ExactGradient(int terms = PowerIterationGradient.PaperTerms) : SpectralGradient
{
    /// <inheritdoc/>
    public override string Name => "exact";

    /// <inheritdoc/>
    public override Tensor Factor(Spectrum spectrum, SpectralFunction f) =>
        Combine(spectrum, f, f.DividedDifference(spectrum.Large, spectrum.Small), spectrum.GeometricSum(terms).div_(spectrum.Large));

    /// <summary>1 / (lambda_j - lambda_i); single eigenvectors have no derivative at a tie, where 0 is taken.</summary>
    /// <inheritdoc/>
    public override Tensor Vectors(Spectrum spectrum, Tensor upstream)
    {
        var gap = spectrum.Large - spectrum.Small;
        return Antisymmetric(spectrum, gap.reciprocal().masked_fill_(gap.eq(0), 0), upstream);
    }
}
