using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// The follow-up paper's series, 1 / (l - s) = (1/l) sum_k (s/l)^k cut off after n terms, for every pair of eigenvalues: the exact
/// factor times 1 - rho^n. It shrinks towards 0 as eigenvalues meet and never changes sign.
/// </summary>
/// <param name="terms">n, at least 1.</param>
/// <exception cref="ArgumentOutOfRangeException">No terms.</exception>
public sealed class TaylorGradient(int terms = PowerIterationGradient.PaperTerms) : SpectralGradient
{
    private readonly int _terms = terms >= 1 ? terms : throw new ArgumentOutOfRangeException(nameof(terms), terms, "A series has at least one term.");

    /// <inheritdoc/>
    public override string Name => "taylor";

    /// <inheritdoc/>
    public override Tensor Factor(Spectrum spectrum, SpectralFunction f) =>
        Combine(spectrum, f, f.DividedDifference(spectrum.Large, spectrum.Small).mul_(1 - spectrum.Ratio.pow(_terms)),
            spectrum.GeometricSum(_terms).div_(spectrum.Large));

    /// <inheritdoc/>
    public override Tensor Vectors(Spectrum spectrum, Tensor upstream) =>
        Antisymmetric(spectrum, spectrum.GeometricSum(_terms).div_(spectrum.Large), upstream);
}
