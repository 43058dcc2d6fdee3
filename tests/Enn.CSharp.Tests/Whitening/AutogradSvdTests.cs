using Enn.CSharp.Tests.NonNegative;
using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Whitening;

/// <summary>The paper's "SVD" baseline: right where eigenvalues lie apart, no number where float32 makes two of them equal.</summary>
public class AutogradSvdTests
{
    private static AutogradSvd Zca(Selection? selection = null) => new(new InverseSquareRoot(), selection ?? new KeepAll());

    [Fact]
    public void It_is_the_exact_derivative_to_float32_where_eigenvalues_lie_apart()
    {
        var draw = new Draw(21);
        var m = Spectra.Matrix(draw, Spectra.Geometric(6, 0.6));
        var g = draw.Normal([1, 6, 6], ScalarType.Float64);
        // A cut has a derivative too where it falls between eigenvalues that differ; the exact mode's series is long enough for it here.
        foreach (var (baseline, exact) in new (MatrixFunction, MatrixFunction)[]
        {
            (Zca(), new SpectralMap(new InverseSquareRoot(), new ExactGradient(), new KeepAll())),
            (Zca(new FixedCount(4)), new SpectralMap(new InverseSquareRoot(), new ExactGradient(60), new FixedCount(4))),
            (new AutogradSvd(new Projector(), new FixedCount(2)), new SpectralMap(new Projector(), new ExactGradient(60), new FixedCount(2))),
        })
        {
            var ((value, saved), (expected, exactly)) = (baseline.Forward(m), exact.Forward(m));
            Assert.Equal(ScalarType.Float64, value.dtype);
            Assert.InRange(Spectra.Relative(value, expected), 0, 1e-5);
            Assert.InRange(Spectra.Relative(baseline.Pullback(saved, g), exact.Pullback(exactly, g)), 1e-12, 1e-3);
        }
    }

    [Fact]
    public void Ties_are_no_number()
    {
        var tied = diag(tensor(new[] { 2, 1, 1, 0.5 })).unsqueeze(0);
        var (value, saved) = Zca().Forward(tied);
        Assert.True(value.isfinite().all().item<bool>());
        Assert.False(Zca().Pullback(saved, ones(1, 4, 4, ScalarType.Float64)).isfinite().all().item<bool>());
    }

    [Fact]
    public void A_layer_with_it_loses_its_gradient_behind_copies_of_channels_and_ours_does_not()
    {
        var x = new Draw(22).Normal([8, 2, 6, 6], ScalarType.Float32);
        // Rank 2 of 16, and directions of equal variance.
        x = cat([.. Enumerable.Repeat(x, 8)], 1);
        bool IsFinite(ZcaNorm layer)
        {
            var leaf = x.clone().requires_grad_();
            layer.forward(leaf).pow(3).sum().backward();
            return leaf.grad!.isfinite().all().item<bool>();
        }
        Assert.False(IsFinite(new ZcaNorm(16, options: WhiteningOptions.Svd())));
        Assert.True(IsFinite(new ZcaNorm(16)));
        Assert.True(IsFinite(new ZcaNorm(16, options: WhiteningOptions.Paper())));
    }

    [Fact]
    public void PCA_has_it_too()
    {
        var x = Spectra.Activations(new Draw(24), 4, 8, Spectra.LogSpaced(6, 1, 50)).to(ScalarType.Float32);
        manual_seed(5);
        var svd = PcaDenoising.Svd(6, 3);
        var ours = new PcaDenoising(6, new FixedCount(3));
        svd.Scale!.detach().fill_(1);
        Near.Within(1e-4, ours.forward(x).detach(), svd.forward(x).detach());
        Assert.Equal(["weight", "bias", "running_mean", "running_var", "running_subspace"], svd.state_dict().Keys);
    }
}
