using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// The paper's "PI" baseline, which fails at larger groups: each eigenvector by K power iterations from Gaussian noise, then one-sided deflation; it stops at
/// the first Rayleigh quotient that grows or is below epsilon. Gradients go through the iterations. Noise comes from the default generator. Gives
/// the sum of f(lambda) v v^T over the vectors found: M^(-1/2) for ZCA, a projector for PCA(PI).
/// </summary>
/// <param name="epsilon">The layer's epsilon.</param>
/// <param name="iterations">K.</param>
/// <param name="function">f; null for whitening.</param>
/// <param name="most">The most eigenvectors that are taken; null for all.</param>
public sealed class NoisyPowerIteration(double epsilon, int iterations = 19, SpectralFunction? function = null, long? most = null) : MatrixFunction
{
    private readonly SpectralFunction _function = function ?? new InverseSquareRoot();

    private const double LeastNorm = 1e-5;

    /// <inheritdoc/>
    public override string Name => "noisy pi";

    /// <inheritdoc/>
    public override MatrixValue Forward(Tensor matrices)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var m = Symmetric(matrices.to(ScalarType.Float64));
        var noise = randn_like(m);
        var value = Roots(m, noise);
        scope.MoveToOuter(m, noise, value);
        return new MatrixValue(value, [m, noise]);
    }

    /// <inheritdoc/>
    public override Tensor Pullback(IReadOnlyList<Tensor> saved, Tensor upstream)
    {
        using var grad = enable_grad();
        using var scope = NewDisposeScope();
        var m = saved[0].detach().requires_grad_();
        var gradient = autograd.grad([Roots(m, saved[1])], [m], [upstream], allow_unused: true)[0];
        return (gradient is null ? zeros_like(m) : Symmetric(gradient)).detach().MoveToOuterDisposeScope();
    }

    private Tensor Roots(Tensor matrices, Tensor noise) => stack([.. Enumerable.Range(0, (int)matrices.size(0)).Select(g => Root(matrices[g], noise[g]))]);

    private Tensor Root(Tensor deflated, Tensor noise)
    {
        var root = deflated * 0;
        var last = double.PositiveInfinity;
        for (var j = 0; j < Math.Min(most ?? long.MaxValue, noise.size(0)); j++)
        {
            var v = Normalised(noise[j]);
            for (var k = 0; k < iterations; k++) v = Normalised(deflated.mv(v));
            var image = deflated.mv(v);
            var rayleigh = v.dot(image) / v.dot(v);
            var size = rayleigh.ToDouble();
            // Written so that what is no number stops it too.
            if (!(size <= last && size >= epsilon)) break;
            last = size;
            root = root + v.outer(v) * _function.Value(rayleigh);
            deflated = deflated - image.outer(v);
        }
        return root;
    }

    private static Tensor Normalised(Tensor v) => v / v.norm().clamp_min(LeastNorm);
}
