using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// M^(-1/2) by Newton's iteration as IterNorm uses it (Huang et al. 2019): N = M / tr M, P_0 = I, P_k = (3 P - P^3 N) / 2, W = P_T / sqrt(tr M).
/// Few iterations whiten partly; too many diverge, which <see cref="HasDiverged"/> tells.
/// </summary>
/// <param name="iterations">T.</param>
public sealed class IterNorm(int iterations = 5) : MatrixFunction
{
    /// <inheritdoc/>
    public override string Name => $"iternorm {iterations}";

    /// <inheritdoc/>
    public override MatrixValue Forward(Tensor matrices)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var m = Symmetric(matrices.to(ScalarType.Float64));
        var trace = Trace(m);
        var value = Steps(m / trace)[^1] / trace.sqrt();
        scope.MoveToOuter(m, value);
        return new MatrixValue(value, [m]);
    }

    /// <inheritdoc/>
    public override Tensor Pullback(IReadOnlyList<Tensor> saved, Tensor upstream)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var m = saved[0];
        var trace = Trace(m);
        var n = m / trace;
        var steps = Steps(n);
        var on = upstream / trace.sqrt();
        var onN = zeros_like(m);
        var nt = n.transpose(-2, -1);
        for (var k = iterations; k >= 1; k--)
        {
            var p = steps[k - 1];
            var (pt, square) = (p.transpose(-2, -1), p.matmul(p));
            onN = onN - square.matmul(p).transpose(-2, -1).matmul(on) / 2;
            on = on * 1.5 - (on.matmul(square.matmul(n).transpose(-2, -1)) + square.transpose(-2, -1).matmul(on).matmul(nt) + pt.matmul(on).matmul(p.matmul(n).transpose(-2, -1))) / 2;
        }
        var onTrace = (onN * m).sum([-2, -1], keepdim: true) / (trace * trace) + (upstream * steps[^1]).sum([-2, -1], keepdim: true) * trace.pow(-1.5) / 2;
        return Symmetric(onN / trace - onTrace * IdentityLike(m)).MoveToOuterDisposeScope();
    }

    /// <summary>Whether iterating made |W M W - I| larger than it was at the start, W = I / sqrt(tr M), for any matrix of the batch.</summary>
    /// <param name="matrices">M, [G, d, d].</param>
    /// <param name="roots">W, [G, d, d].</param>
    public static bool HasDiverged(Tensor matrices, Tensor roots)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var m = matrices.to(ScalarType.Float64);
        var identity = IdentityLike(m);
        Tensor Residual(Tensor w) => (w.matmul(m).matmul(w) - identity).pow(2).sum([-2, -1]);
        return !Residual(roots.to(ScalarType.Float64)).le(Residual(identity / Trace(m).sqrt())).all().item<bool>();
    }

    private List<Tensor> Steps(Tensor n)
    {
        var steps = new List<Tensor> { IdentityLike(n).expand_as(n) };
        for (var k = 0; k < iterations; k++)
        {
            var p = steps[^1];
            steps.Add((3 * p - p.matmul(p).matmul(p).matmul(n)) / 2);
        }
        return steps;
    }

    private static Tensor Trace(Tensor m) => m.diagonal(0, -2, -1).sum(-1).view(-1, 1, 1).clamp_min(Spectrum.Floor);
}
