using Enn.CSharp.Tests.NonNegative;
using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Whitening;

/// <summary>PCA denoising: P14, and P13 for it.</summary>
public class PcaTests
{
    private static PcaDenoising Layer(long channels, Selection selection, double momentum = 0.1, SpectralGradient? gradient = null, RunningStatistics running = RunningStatistics.Covariance)
    {
        var layer = new PcaDenoising(channels, selection, momentum: momentum, gradient: gradient, running: running);
        layer.to(ScalarType.Float64);
        return layer;
    }

    private static Tensor Standardised(Tensor x)
    {
        var rows = x.transpose(0, 1).flatten(1);
        return (rows - rows.mean([1], keepdim: true)) / (rows.var([1L], unbiased: true, keepdim: true) + 1e-4).sqrt();
    }

    // The layer as its definition says, by automatic differentiation through the closed projector of Eigenvectors.
    private static Tensor Plain(Tensor x, long count, SpectralGradient gradient)
    {
        var z = Standardised(x);
        var m = z.matmul(z.t()) / z.size(1) + 1e-4 * eye(z.size(0), dtype: ScalarType.Float64);
        var p = new SpectralMap(new Projector(), gradient, new FixedCount(count)).Apply(m.unsqueeze(0))[0];
        return p.matmul(z).view(x.size(1), x.size(0), x.size(2), x.size(3)).transpose(0, 1);
    }

    [Fact]
    public void The_layer_is_its_definition_with_all_its_gradients() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var c = draw.Int(2, 8);
        var count = draw.Int(1, c);
        SpectralGradient gradient = draw.Flag() ? new ExactGradient() : new PowerIterationGradient();
        var x = Spectra.Activations(draw, 3, 5, Spectra.LogSpaced(c, 1, 50));
        var g = draw.Normal(x.shape, ScalarType.Float64);
        var (a, b) = (x.clone().requires_grad_(), x.clone().requires_grad_());
        var (ours, plain) = (Layer(c, new FixedCount(count), gradient: gradient).forward(a), Plain(b, count, gradient));
        Near.Within(1e-9, plain, ours);
        ours.backward([g]);
        plain.backward([g]);
        Assert.InRange(Spectra.Relative(a.grad!, b.grad!), 0, 1e-8);
    });

    [Fact]
    public void The_baseline_by_power_iteration_is_the_layer_where_its_iterations_converge()
    {
        manual_seed(4);
        var draw = new Draw(23);
        // A direction that channels share and one that they differ in: standardised, their covariance has eigenvalues near 1.9 and 0.1.
        var common = draw.Normal([6, 1, 5, 5], ScalarType.Float64);
        var x = common + 0.3 * draw.Normal([6, 3, 5, 5], ScalarType.Float64);
        var layer = PcaDenoising.UnstablePowerIteration(3, 1);
        layer.to(ScalarType.Float64);
        layer.Scale!.detach().fill_(1);
        Near.Within(1e-6, Plain(x, 1, new ExactGradient()), layer.forward(x).detach());
    }

    [Fact]
    public void P14_the_projector_is_one_of_its_rank() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var d = draw.Int(1, 12);
        var count = draw.Int(1, d);
        var m = Spectra.Matrix(draw, Spectra.Hard(draw, d, 1e-4));
        var projector = new SpectralMap(new Projector(), new ExactGradient(), new FixedCount(count));
        var (p, saved) = projector.Forward(m);
        Near.Within(1e-12, p, p.matmul(p));
        Near.Within(1e-12, p, p.transpose(1, 2));
        Assert.Equal(count, p[0].trace().ToDouble(), 1e-10);
        if (count == d)
        {
            Near.Within(1e-12, eye(d, dtype: ScalarType.Float64), p[0]);
            Assert.Equal(0, projector.Pullback(saved, draw.Normal([1, d, d], ScalarType.Float64)).abs().max().ToDouble());
        }
    });

    [Fact]
    public void P13_before_any_batch_it_is_the_identity_or_nothing()
    {
        var x = new Draw(1).Normal([2, 5, 3, 3], ScalarType.Float64);
        var (covariance, paper) = (Layer(5, new FixedCount(2)), Layer(5, new FixedCount(2), running: RunningStatistics.Subspace));
        covariance.eval();
        paper.eval();
        Near.Within(1e-12, x, covariance.forward(x));
        Near.Within(0, zeros_like(x), paper.forward(x));
        Assert.Equal(["weight", "bias", "running_mean", "running_var", "running_subspace"], paper.state_dict().Keys);
    }

    [Theory]
    [InlineData(RunningStatistics.Covariance, 5e-3)]
    [InlineData(RunningStatistics.Subspace, 1e-9)]
    public void P13_evaluation_is_training_where_the_average_is_the_batch(RunningStatistics running, double tolerance)
    {
        var x = Spectra.Activations(new Draw(2), 8, 12, Spectra.LogSpaced(6, 1, 30));
        var layer = Layer(6, new FixedCount(3), momentum: 1, running: running);
        var trained = layer.forward(x);
        layer.eval();
        // An average of covariances does not know the batch's size: its variances have the divisor m, not m - 1.
        Near.Within(tolerance, trained, layer.forward(x));
    }

    [Fact]
    public void Energy_decides_the_rank()
    {
        var x = Spectra.Activations(new Draw(3), 4, 12, Spectra.LogSpaced(8, 1, 1e3));
        long Rank(Selection selection) => linalg.eigvalsh(Spectra.Covariance(Layer(8, selection).forward(x))).gt(1e-9).sum().item<long>();
        Assert.Equal(8, Rank(new EnergyShare(1)));
        Assert.Equal(3, Rank(new FixedCount(3)));
        Assert.InRange(Rank(new EnergyShare(0.5)), 1, Rank(new EnergyShare(0.95)));
    }
}
