using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>The values that a layer's factors start from; random numbers come from the default generator.</summary>
public static class FactorInitialiser
{
    /// <summary>Factors of a new layer.</summary>
    /// <param name="outputs">o.</param>
    /// <param name="inputs">d.</param>
    /// <param name="field">Elements of a kernel, k_h k_w; 1 for a linear layer.</param>
    /// <param name="how">The distribution of W0.</param>
    /// <returns>Q [o, r], Lambda [r], P [d, r], float32.</returns>
    public static (Tensor Q, Tensor Lambda, Tensor P) Draw(long outputs, long inputs, long field, Initialisation how)
    {
        var rank = Math.Min(outputs, inputs);
        switch (how)
        {
            case Initialisation.None:
                return (empty(outputs, rank), empty(rank), empty(inputs, rank));
            case Initialisation.OrthogonalBasisUnitSpectrum:
                return (SignFixedQr.Orthonormalise(randn(outputs, rank)), ones(rank), SignFixedQr.Orthonormalise(randn(inputs, rank)));
            default:
                var deviation = how switch
                {
                    Initialisation.OfficialFlattened => Math.Sqrt(2.0 / outputs),
                    Initialisation.ConvFanOut => Math.Sqrt(2.0 / (outputs * field)),
                    Initialisation.FanIn => Math.Sqrt(2.0 / inputs),
                    _ => throw new ArgumentOutOfRangeException(nameof(how), how, "not an initialisation"),
                };
                return OfWeight(randn(outputs, inputs) * deviation);
        }
    }

    /// <summary>The economy SVD of a weight [o, d]: Q = U, Lambda = S (sorted, not negative), P = V.</summary>
    public static (Tensor Q, Tensor Lambda, Tensor P) OfWeight(Tensor weight)
    {
        using var _ = no_grad();
        var (u, s, vh) = linalg.svd(weight, fullMatrices: false);
        return (u, s, vh.t());
    }
}
