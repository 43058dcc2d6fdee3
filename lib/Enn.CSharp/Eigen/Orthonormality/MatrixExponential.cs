using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// The exponential map with a moving base point (dynamic trivialisation, Lezcano-Casado 2019): exp(W) X with the skew W of the tangent D, the point itself being the
/// base of the next step. A tall factor takes the geodesic within the 2r-dimensional span of X and D (Edelman, Arias and Smith 1998), a square one exp of n x n.
/// </summary>
public sealed class MatrixExponential : HardOrthonormality
{
    /// <inheritdoc/>
    public override string Name => "exponential";

    /// <inheritdoc/>
    public override Tensor Retract(Tensor point, Tensor tangent)
    {
        var (rows, columns) = (point.size(-2), point.size(-1));
        if (rows <= 2 * columns)
        {
            var (u, v) = Cayley.SkewFactors(point, tangent);
            return linalg.matrix_exp(u.matmul(v.mT)).matmul(point);
        }
        // One QR of [X, D] gives an orthonormal basis even where D has a lower rank than X.
        var inner = point.mT.matmul(tangent);
        var both = cat([point, tangent - point.matmul(inner)], -1);
        var (basis, triangle) = linalg.qr(both);
        var signs = SignFixedQr.Signs(triangle);
        basis *= signs.unsqueeze(-2);
        var normal = (triangle * signs.unsqueeze(-1)).narrow(-2, columns, columns).narrow(-1, columns, columns);
        var top = cat([inner, -normal.mT], -1);
        var bottom = cat([normal, zeros_like(inner)], -1);
        return basis.matmul(linalg.matrix_exp(cat([top, bottom], -2)).narrow(-1, 0, columns));
    }
}
