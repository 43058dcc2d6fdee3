using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>1 / (l - s) with the difference kept above a floor: the common remedy that the follow-up paper compares with.</summary>
/// <param name="floor">The least difference.</param>
public sealed class ClippedGradient(double floor = 0.01) : SpectralGradient
{
    /// <inheritdoc/>
    public override string Name => "clip";

    /// <inheritdoc/>
    public override Tensor Factor(Spectrum spectrum, SpectralFunction f)
    {
        var gap = spectrum.Large - spectrum.Small;
        var kernel = Kernel(gap);
        return Combine(spectrum, f, f.DividedDifference(spectrum.Large, spectrum.Small).mul_(gap).mul_(kernel), kernel.masked_fill(gap.eq(0), 0));
    }

    /// <inheritdoc/>
    public override Tensor Vectors(Spectrum spectrum, Tensor upstream) => Antisymmetric(spectrum, Kernel(spectrum.Large - spectrum.Small), upstream);

    private Tensor Kernel(Tensor gap) => gap.clamp_min(floor).reciprocal_();
}
