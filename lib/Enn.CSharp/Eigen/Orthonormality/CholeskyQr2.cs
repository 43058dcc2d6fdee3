using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// The same retraction as <see cref="SignFixedQr"/> by two rounds of X L^-T with X^T X = L L^T, which are products and triangular solves. Where the Gram matrix is
/// too ill-conditioned to factorise, QR takes over.
/// </summary>
public sealed class CholeskyQr2 : HardOrthonormality
{
    /// <inheritdoc/>
    public override string Name => "cholesky-qr2";

    /// <inheritdoc/>
    public override Tensor Retract(Tensor point, Tensor tangent)
    {
        var moved = point + tangent;
        return Round(moved) is { } once && Round(once) is { } twice ? twice : SignFixedQr.Orthonormalise(moved);
    }

    private static Tensor? Round(Tensor point)
    {
        var (lower, info) = linalg.cholesky_ex(Gram.Of(point));
        return info.eq(0).all().item<bool>() ? linalg.solve_triangular(lower.mT, point, upper: true, left: false) : null;
    }
}
