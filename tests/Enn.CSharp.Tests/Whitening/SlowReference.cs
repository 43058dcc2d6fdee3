using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Whitening;

/// <summary>
/// The paper's backward as it is written down, vector by vector on one matrix [d, d]: each M_(j+1) = M_j - M_j v_j v_j^T is made, the series of K + 1 matrix
/// powers is summed, and the chain through the deflations is gone backwards. Slow and obvious.
/// </summary>
internal static class SlowReference
{
    /// <summary>dL/dM of upstream gradients on the vectors [d, r] and Rayleigh quotients [r].</summary>
    internal static Tensor Backward(Tensor m, Tensor vectors, Tensor onVectors, Tensor onValues, int terms)
    {
        var count = (int)onVectors.size(1);
        var deflated = new List<Tensor> { m };
        for (var j = 0; j < count; j++) deflated.Add(deflated[j] - deflated[j].matmul(vectors[.., j]).outer(vectors[.., j]));

        var after = zeros_like(m);
        for (var j = count - 1; j >= 0; j--)
        {
            var (mj, v) = (deflated[j], vectors[.., j]);
            var rayleigh = v.dot(mj.mv(v));
            // M_(j+1) = M_j - M_j v v^T with upstream `after`; M_j v has weight v.v = 1.
            var onV = onVectors[.., j] - mj.t().matmul(after).mv(v) - after.t().mv(mj.mv(v));
            var onM = after - after.mv(v).outer(v);
            // The Rayleigh quotient v^T M v / v^T v.
            onM += onValues[j] * v.outer(v);
            onV += onValues[j] * (mj.mv(v) + mj.t().mv(v) - 2 * rayleigh * v);
            // K power iterations that start at v.
            var norm = mj.mv(v).norm();
            var term = (onV - v * v.dot(onV)) / norm;
            var sum = zeros_like(v);
            for (var k = 0; k < terms; k++)
            {
                sum += term;
                term = mj.mv(term) / norm;
            }
            after = onM + sum.outer(v);
        }
        return after;
    }

    /// <summary>The official layer's W = sum_j l_j^(-1/2) v_j v_j^T (or sum_j v_j v_j^T) with upstream G, through <see cref="Backward"/>.</summary>
    internal static Tensor Function(Tensor m, Tensor vectors, Tensor values, Tensor upstream, int terms, bool whitening)
    {
        var g = upstream + upstream.t();
        var scale = whitening ? values.rsqrt() : ones_like(values);
        var onVectors = g.matmul(vectors) * scale;
        var quadratic = (vectors * upstream.matmul(vectors)).sum(0);
        var onValues = whitening ? -0.5 * values.pow(-1.5) * quadratic : zeros_like(values);
        return Backward(m, vectors, onVectors, onValues, terms);
    }
}
