using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// The point as a product of r reflections: those that triangularise X + D, applied to the first r columns of I, with the signs that make the map continuous.
/// Orthonormal to rounding whatever D is; the usual choice for a tall, narrow factor.
/// </summary>
public sealed class Householder : HardOrthonormality
{
    /// <inheritdoc/>
    public override string Name => "householder";

    /// <inheritdoc/>
    public override Tensor Retract(Tensor point, Tensor tangent)
    {
        var (reflectors, scales) = (point + tangent).geqrf();
        return linalg.householder_product(reflectors, scales) * SignFixedQr.Signs(reflectors).unsqueeze(-2);
    }
}
