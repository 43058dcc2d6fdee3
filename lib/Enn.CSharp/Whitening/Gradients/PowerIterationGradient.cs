using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// The paper's gradient: of K power iterations that start at the eigenvector, one eigenvector after the other with deflation. Bounded, and biased: with the
/// paper's 20 terms its factor changes sign where rho exceeds 0.945.
/// </summary>
/// <param name="terms">n = K + 1: the released code sums powers 0 to K.</param>
public sealed class PowerIterationGradient(int terms = PowerIterationGradient.PaperTerms) : SpectralGradient
{
    /// <summary>K + 1 with the released code's K = 19.</summary>
    public const int PaperTerms = 20;

    /// <inheritdoc/>
    public override string Name => "pi";

    /// <inheritdoc/>
    public override Tensor Factor(Spectrum spectrum, SpectralFunction f)
    {
        var (large, small) = (spectrum.Large, spectrum.Small);
        var kept = f.DividedDifference(large, small).sub_(spectrum.Ratio.pow(terms).mul_(f.Bias(large, small)));
        return Combine(spectrum, f, kept, spectrum.GeometricSum(terms).div_(large));
    }

    /// <summary>kappa o U with the deflation's correction below the diagonal.</summary>
    /// <inheritdoc/>
    public override Tensor Vectors(Spectrum spectrum, Tensor upstream)
    {
        var (d, count) = (upstream.size(-2), upstream.size(-1));
        // l_j, the column's own: the larger one below the diagonal.
        var own = spectrum.Values.narrow(-1, 0, count).unsqueeze(-2);
        var below = ones([d, count], ScalarType.Bool, upstream.device).tril(-1);
        var series = spectrum.GeometricSum(terms).narrow(-1, 0, count).masked_fill(below.logical_not(), 1).div_(own);
        var corrected = upstream.clone();
        var square = corrected.narrow(-2, 0, count);
        var ratio = own / spectrum.Values.narrow(-1, 0, count).unsqueeze(-1);
        square.sub_((ratio * upstream.narrow(-2, 0, count).transpose(-2, -1)).tril(-1));
        return series * corrected;
    }
}
