using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// The follow-up paper's series, 1 / (l - s) = (1/l) sum_k (s/l)^k cut off after n terms, for every pair of eigenvalues: the exact
/// factor times 1 - rho^n. It shrinks towards 0 as eigenvalues meet and never changes sign.
/// </summary>
/// <param name="terms">n.</param>
public sealed class TaylorGradient(int terms = PowerIterationGradient.PaperTerms) : SpectralGradient
{
    /// <inheritdoc/>
    public override string Name => "taylor";

    /// <inheritdoc/>
    public override Tensor Factor(Spectrum spectrum, SpectralFunction f) =>
        Combine(spectrum, f, f.DividedDifference(spectrum.Large, spectrum.Small).mul_(1 - spectrum.Ratio.pow(terms)),
            spectrum.GeometricSum(terms).div_(spectrum.Large));

    /// <inheritdoc/>
    public override Tensor Vectors(Spectrum spectrum, Tensor upstream) =>
        Antisymmetric(spectrum, spectrum.GeometricSum(terms).div_(spectrum.Large), upstream);
}
