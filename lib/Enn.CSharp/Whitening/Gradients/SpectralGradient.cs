using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// What stands for 1 / (lambda_j - lambda_i) in the derivative of a symmetric eigendecomposition. Each mode is one file with the same members.
/// </summary>
public abstract class SpectralGradient
{
    /// <summary>What tables and settings call it.</summary>
    public abstract string Name { get; }

    /// <summary>Phi off its diagonal, for a function of the matrix: symmetric, [G, d, d]; diagonal entries do not count.</summary>
    /// <param name="spectrum">Eigenvalues and mask.</param>
    /// <param name="f">f.</param>
    public abstract Tensor Factor(Spectrum spectrum, SpectralFunction f);

    /// <summary>What a gradient on the leading r eigenvectors does to the matrix in the eigenbasis, [G, d, r]; diagonal entries do not count.</summary>
    /// <param name="spectrum">All eigenvalues.</param>
    /// <param name="upstream">V^T dL/dV_r, [G, d, r].</param>
    public abstract Tensor Vectors(Spectrum spectrum, Tensor upstream);

    /// <summary>Phi from its parts: <paramref name="kept"/> where both are kept, f(large) <paramref name="cut"/> where one is, 0 where none is.</summary>
    private protected static Tensor Combine(Spectrum spectrum, SpectralFunction f, Tensor kept, Tensor cut) =>
        where(spectrum.BothKept, kept, (f.Value(spectrum.Large) * cut).masked_fill_(spectrum.OneKept.logical_not(), 0));

    /// <summary>1 / (lambda_j - lambda_i) replaced by <paramref name="kernel"/>, which is non-negative and symmetric, with the sign of j - i; 0 at ties.</summary>
    private protected static Tensor Antisymmetric(Spectrum spectrum, Tensor kernel, Tensor upstream)
    {
        var sign = (spectrum.Values.unsqueeze(-2) - spectrum.Values.unsqueeze(-1)).sign();
        return (kernel * sign).narrow(-1, 0, upstream.size(-1)) * upstream;
    }
}
