using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// Retraction by the Cayley transform (I - W/2)^-1 (I + W/2) X of the skew W with W X = D. W = U V^T has rank 2r, so a tall factor takes a 2r x 2r solve
/// (Wen and Yin 2013), a square one the n x n solve.
/// </summary>
public sealed class Cayley : HardOrthonormality
{
    /// <inheritdoc/>
    public override string Name => "cayley";

    /// <inheritdoc/>
    public override Tensor Retract(Tensor point, Tensor tangent)
    {
        var (u, v) = SkewFactors(point, tangent);
        var (rows, rank) = (point.size(-2), u.size(-1));
        if (rows <= rank)
        {
            var half = u.matmul(v.mT) / 2;
            var identity = eye(rows, dtype: point.dtype, device: point.device);
            return linalg.solve(identity - half, (identity + half).matmul(point));
        }
        var inner = eye(rank, dtype: point.dtype, device: point.device) - v.mT.matmul(u) / 2;
        return point + u.matmul(linalg.solve(inner, v.mT.matmul(point)));
    }

    /// <summary>U and V [n, 2r] of the skew W = U V^T = (K X^T - X K^T), K = (I - X X^T / 2) D, for which W X = D.</summary>
    internal static (Tensor U, Tensor V) SkewFactors(Tensor point, Tensor tangent)
    {
        var k = tangent - point.matmul(point.mT.matmul(tangent)) / 2;
        return (cat([k, point], -1), cat([point, -k], -1));
    }
}
