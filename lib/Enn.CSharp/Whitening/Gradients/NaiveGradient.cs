using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// What automatic differentiation through an eigendecomposition computes: f_j / (l_j - l_i) + f_i / (l_i - l_j), term by term. Not a number at exact ties,
/// and without digits near them: the baseline that fails.
/// </summary>
public sealed class NaiveGradient : SpectralGradient
{
    /// <inheritdoc/>
    public override string Name => "naive";

    /// <inheritdoc/>
    public override Tensor Factor(Spectrum spectrum, SpectralFunction f)
    {
        var kept = f.Value(spectrum.Values).masked_fill_(spectrum.Keep.logical_not(), 0);
        var quotient = kept.unsqueeze(-2) * Inverse(spectrum);
        return quotient + quotient.transpose(-2, -1);
    }

    /// <inheritdoc/>
    public override Tensor Vectors(Spectrum spectrum, Tensor upstream) => Inverse(spectrum).narrow(-1, 0, upstream.size(-1)) * upstream;

    // 1 / (lambda_j - lambda_i) at (i, j).
    private static Tensor Inverse(Spectrum spectrum) => (spectrum.Values.unsqueeze(-2) - spectrum.Values.unsqueeze(-1)).reciprocal_();
}
