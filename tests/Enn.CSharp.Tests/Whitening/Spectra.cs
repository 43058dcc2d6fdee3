using Enn.CSharp.Tests.NonNegative;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Whitening;

/// <summary>Matrices and activations with chosen spectra.</summary>
internal static class Spectra
{
    /// <summary>A random orthogonal d x d matrix.</summary>
    internal static Tensor Rotation(Draw draw, long d) => linalg.qr(draw.Normal([d, d], ScalarType.Float64)).Item1;

    /// <summary>A symmetric matrix [1, d, d] with these eigenvalues in a random basis.</summary>
    internal static Tensor Matrix(Draw draw, params double[] eigenvalues)
    {
        var q = Rotation(draw, eigenvalues.Length);
        var m = q.matmul(diag(tensor(eigenvalues))).matmul(q.t());
        return ((m + m.t()) / 2).unsqueeze(0);
    }

    internal static double[] LogSpaced(int d, double largest, double condition) =>
        [.. Enumerable.Range(0, d).Select(i => largest * Math.Pow(condition, -(double)i / Math.Max(1, d - 1)))];

    internal static double[] Geometric(int d, double ratio) => [.. Enumerable.Range(0, d).Select(i => Math.Pow(ratio, i))];

    /// <summary>A spectrum of one of the hard kinds: exact ties, rank deficiency, all equal, one dominant, condition 1e8, near ties, plain.</summary>
    internal static double[] Hard(Draw draw, int d, double epsilon)
    {
        var scale = Math.Pow(10, draw.Real(-2, 3));
        var values = draw.Int(0, 6) switch
        {
            0 => [.. Enumerable.Range(0, d).Select(i => scale * (1 + i / 3))],
            1 => [.. Enumerable.Range(0, d).Select(i => i < d / 2 ? scale * draw.Real(0.1, 1) : 0)],
            2 => [.. Enumerable.Repeat(scale, d)],
            3 => [.. Enumerable.Range(0, d).Select(i => i == 0 ? scale * 1e4 : scale * 1e-3 * draw.Real(0, 1))],
            4 => LogSpaced(d, 1e4, 1e8),
            5 => [.. Enumerable.Range(0, d).Select(_ => scale * (1 + 1e-9 * draw.Real(0, 1)))],
            _ => Enumerable.Range(0, d).Select(_ => scale * draw.Real(0, 1)).ToArray(),
        };
        return [.. values.Select(v => v + epsilon).OrderDescending()];
    }

    /// <summary>Activations [n, channels, h, w] whose covariance is exactly diag(variances) in a random basis, with means.</summary>
    internal static Tensor Activations(Draw draw, long n, long h, double[] variances, double mean = 1)
    {
        var (c, m) = (variances.Length, n * h * h);
        var white = draw.Normal([c, m], ScalarType.Float64);
        white -= white.mean([1], keepdim: true);
        var (values, vectors) = linalg.eigh(white.matmul(white.t()) / m);
        white = vectors.matmul(diag(values.rsqrt())).matmul(vectors.t()).matmul(white);
        var x = Rotation(draw, c).matmul(diag(tensor(variances).sqrt())).matmul(white) + mean * draw.Normal([c, 1], ScalarType.Float64);
        return x.view(c, n, h, h).transpose(0, 1).contiguous();
    }

    /// <summary>Covariance (divisor m) of the channels of [N, C, ...].</summary>
    internal static Tensor Covariance(Tensor x)
    {
        var rows = x.to(ScalarType.Float64).transpose(0, 1).flatten(1);
        rows = rows - rows.mean([1], keepdim: true);
        return rows.matmul(rows.t()) / rows.size(1);
    }

    internal static double Relative(Tensor a, Tensor b) => (a - b).norm().ToDouble() / Math.Max(b.norm().ToDouble(), 1e-300);
}
