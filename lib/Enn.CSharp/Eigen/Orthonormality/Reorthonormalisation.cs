using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// Puts drifted factors back on orthonormal bases without changing W: with thin QR Q = Q' R1 and P = P' R2, and the SVD R1 diag(Lambda) R2^T = A S B^T of the core,
/// Q becomes Q' A, Lambda S, P P' B. Lambda comes out sorted and not negative. Projecting Q and P on their own would move W by tens of per cent.
/// </summary>
public static class Reorthonormalisation
{
    /// <summary>Changes the factors in place. An optimizer's moments of them no longer belong to them: start it anew.</summary>
    public static void Apply(Factors factors)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var (q, r1) = linalg.qr(factors.Q.detach().to(ScalarType.Float64));
        var (p, r2) = linalg.qr(factors.P.detach().to(ScalarType.Float64));
        var (a, s, bh) = linalg.svd((r1 * factors.Lambda.detach().to(ScalarType.Float64)).matmul(r2.t()), fullMatrices: false);
        factors.Q.copy_(q.matmul(a));
        factors.Lambda.copy_(s);
        factors.P.copy_(p.matmul(bh.t()));
    }

    /// <summary>Does that to every layer of a network.</summary>
    public static void Apply(IEnumerable<EigenLayer> layers)
    {
        foreach (var layer in layers) Apply(layer.Factors);
    }
}
