using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// M^(-1/2) by the coupled Newton-Schulz iteration, without a decomposition: Y_0 = M / |M|_F, Z_0 = I, R = (3 I - Z Y) / 2, Y = Y R, Z = R Z, W = Z / sqrt|M|_F.
/// Stable; the gradient is that of the iterations.
/// </summary>
/// <param name="iterations">15 reach rounding at condition 100, 20 at 10,000.</param>
public sealed class NewtonSchulz(int iterations = 15) : MatrixFunction
{
    /// <inheritdoc/>
    public override string Name => $"newton-schulz {iterations}";

    /// <inheritdoc/>
    public override MatrixValue Forward(Tensor matrices)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var m = Symmetric(matrices.to(ScalarType.Float64));
        var norm = Norm(m);
        var z = Steps(m, norm)[^1].Z / norm.sqrt();
        scope.MoveToOuter(m, z);
        return new MatrixValue(z, [m]);
    }

    /// <inheritdoc/>
    public override Tensor Pullback(IReadOnlyList<Tensor> saved, Tensor upstream)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var m = saved[0];
        var norm = Norm(m);
        var steps = Steps(m, norm);
        var onZ = upstream / norm.sqrt();
        var onY = zeros_like(m);
        var onNorm = Inner(upstream, steps[^1].Z) * norm.pow(-1.5) * -0.5;
        var identity = IdentityLike(m);
        for (var k = iterations - 1; k >= 0; k--)
        {
            var (y, z) = steps[k];
            var r = (3 * identity - z.matmul(y)) / 2;
            var (yt, zt, rt) = (y.transpose(-2, -1), z.transpose(-2, -1), r.transpose(-2, -1));
            var onR = yt.matmul(onY) + onZ.matmul(zt);
            onY = onY.matmul(rt) - zt.matmul(onR) / 2;
            onZ = rt.matmul(onZ) - onR.matmul(yt) / 2;
        }
        onNorm = onNorm - Inner(onY, m) / (norm * norm);
        return Symmetric(onY / norm + onNorm * m / norm).MoveToOuterDisposeScope();
    }

    private List<(Tensor Y, Tensor Z)> Steps(Tensor m, Tensor norm)
    {
        var identity = IdentityLike(m);
        var steps = new List<(Tensor Y, Tensor Z)> { (m / norm, identity.expand_as(m)) };
        for (var k = 0; k < iterations; k++)
        {
            var (y, z) = steps[^1];
            var r = (3 * identity - z.matmul(y)) / 2;
            steps.Add((y.matmul(r), r.matmul(z)));
        }
        return steps;
    }

    private static Tensor Norm(Tensor m) => (m * m).sum([-2, -1], keepdim: true).sqrt().clamp_min_(Spectrum.Floor);

    private static Tensor Inner(Tensor a, Tensor b) => (a * b).sum([-2, -1], keepdim: true);
}
