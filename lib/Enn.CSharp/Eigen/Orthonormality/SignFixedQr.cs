using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>Retraction by QR with a positive diagonal of R, without which columns would flip between steps.</summary>
public sealed class SignFixedQr : HardOrthonormality
{
    /// <inheritdoc/>
    public override string Name => "qr";

    /// <inheritdoc/>
    public override Tensor Retract(Tensor point, Tensor tangent) => Orthonormalise(point + tangent);

    /// <summary>The Q of X = Q R with diag(R) >= 0.</summary>
    public static Tensor Orthonormalise(Tensor point)
    {
        var (q, r) = linalg.qr(point);
        return q * Signs(r).unsqueeze(-2);
    }

    /// <summary>The sign of each diagonal element, with +1 for zero.</summary>
    internal static Tensor Signs(Tensor triangular)
    {
        var diagonal = triangular.diagonal(0, -2, -1);
        return ones_like(diagonal).masked_fill(diagonal.lt(0), -1);
    }
}
