using Enn.CSharp.Tests.NonNegative;
using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Whitening;

/// <summary>Functions of matrices against finite differences, under rotations, and without decomposition: P5, P6, P17, P18.</summary>
public class MatrixFunctionTests
{
    private static SpectralMap Zca(SpectralGradient gradient, Selection? selection = null) => new(new InverseSquareRoot(), gradient, selection ?? new KeepAll());

    // Largest violation of |analytic - numeric| <= 1e-6 + 1e-4 |numeric| over symmetric perturbations.
    private static bool GradCheck(MatrixFunction function, Tensor m)
    {
        var (d, step) = (m.size(-1), 1e-6);
        var g = new Draw(5).Normal([1, d, d], ScalarType.Float64);
        var gradient = function.Pullback(function.Forward(m).Saved, g);
        for (var i = 0; i < d; i++)
            for (var j = 0; j <= i; j++)
            {
                using var scope = NewDisposeScope();
                var direction = zeros_like(m);
                direction[0, i, j] = 0.5;
                direction[0, j, i] += tensor(0.5, ScalarType.Float64);
                double At(double t) => (function.Forward(m + t * direction).Value * g).sum().ToDouble();
                var numeric = (At(step) - At(-step)) / (2 * step);
                var analytic = (gradient * direction).sum().ToDouble();
                if (Math.Abs(analytic - numeric) > 1e-6 + 1e-4 * Math.Abs(numeric)) return false;
            }
        return true;
    }

    [Theory]
    [InlineData(0.4, 20, true)]
    [InlineData(0.8, 20, false)]
    [InlineData(0.8, 201, true)]
    public void P6_series_pass_where_they_converge(double ratio, int terms, bool passes)
    {
        var m = Spectra.Matrix(new Draw(1), Spectra.Geometric(4, ratio));
        Assert.Equal(passes, GradCheck(Zca(new PowerIterationGradient(terms)), m));
        Assert.Equal(passes, GradCheck(Zca(new TaylorGradient(terms)), m));
        Assert.True(GradCheck(Zca(new ExactGradient()), m));
    }

    [Fact]
    public void P6_only_the_exact_gradient_passes_at_ties()
    {
        var m = Spectra.Matrix(new Draw(2), 1, 1, 1, 0.5);
        Assert.True(GradCheck(Zca(new ExactGradient()), m));
        Assert.False(GradCheck(Zca(new PowerIterationGradient(201)), m));
        Assert.False(GradCheck(Zca(new TaylorGradient(201)), m));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void P6_with_a_cut_too(long kept)
    {
        var m = Spectra.Matrix(new Draw(3), 1, 0.45, 0.2, 0.05);
        Assert.True(GradCheck(Zca(new ExactGradient(), new FixedCount(kept)), m));
        Assert.True(GradCheck(new SpectralMap(new Projector(), new ExactGradient(60), new FixedCount(kept)), m));
        Assert.True(GradCheck(new NormalisedProjector(new SpectralMap(new Projector(), new ExactGradient(400), new FixedCount(kept)), 1e-4, 1.1), m));
    }

    [Fact]
    public void P6_iterations_without_decomposition_have_their_own_gradient()
    {
        var m = Spectra.Matrix(new Draw(4), 1, 1, 0.4, 0.2);
        foreach (var function in new MatrixFunction[] { new NewtonSchulz(12), new IterNorm(5), new IterNorm(3), new NewtonSchulz(1) }) Assert.True(GradCheck(function, m), function.Name);
    }

    [Fact]
    public void P6_gradients_reach_the_matrix_through_autograd()
    {
        var draw = new Draw(6);
        var (m, g) = (Spectra.Matrix(draw, 1, 0.5, 0.1).to(ScalarType.Float32).requires_grad_(), draw.Normal([1, 3, 3], ScalarType.Float32));
        var map = Zca(new ExactGradient());
        var value = map.Apply(m);
        Assert.Equal(ScalarType.Float32, value.dtype);
        value.backward([g]);
        Near.Within(1e-5, map.Pullback(map.Forward(m.detach()).Saved, g.to(ScalarType.Float64)), m.grad!);
        Assert.Throws<ArgumentException>(() => map.Apply(zeros(3, 3)));
    }

    [Fact]
    public void Eigenvectors_are_differentiable_in_every_mode()
    {
        var draw = new Draw(8);
        var m = Spectra.Matrix(draw, Spectra.Geometric(5, 0.3));
        var target = draw.Normal([5], ScalarType.Float64);
        // A function that does not see a column's sign: (v_2 . t)^2 + lambda_1.
        double Loss(Tensor matrices)
        {
            var (vectors, values) = Eigenvectors.Of(matrices, 3, new ExactGradient());
            return (vectors[0][.., 1].dot(target).pow(2) + values[0, 0]).ToDouble();
        }
        foreach (var gradient in new SpectralGradient[] { new ExactGradient(), new NaiveGradient(), new TaylorGradient(60), new PowerIterationGradient(60), new ClippedGradient(1e-4) })
        {
            var leaf = m.clone().requires_grad_();
            var (vectors, values) = Eigenvectors.Of(leaf, 3, gradient);
            (vectors[0][.., 1].dot(target).pow(2) + values[0, 0]).backward();
            var direction = Spectra.Matrix(draw, 1, -1, 2, 0.5, 0);
            var numeric = (Loss(m + 1e-6 * direction) - Loss(m - 1e-6 * direction)) / 2e-6;
            Assert.Equal(numeric, (leaf.grad! * direction).sum().ToDouble(), 1e-5 * Math.Max(1, Math.Abs(numeric)));
        }
    }

    [Fact]
    public void P5_gradients_turn_with_the_matrix() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var d = draw.Int(2, 8);
        var (q, g) = (Spectra.Rotation(draw, d), draw.Normal([1, d, d], ScalarType.Float64));
        double Error(SpectralGradient gradient, Tensor m)
        {
            var map = Zca(gradient);
            Tensor At(Tensor matrix, Tensor upstream) => map.Pullback(map.Forward(matrix).Saved, upstream);
            Tensor Turned(Tensor t) => q.matmul(t).matmul(q.t());
            return Spectra.Relative(At(Turned(m), Turned(g)), Turned(At(m, g)));
        }
        var distinct = Spectra.Matrix(draw, Spectra.Geometric(d, 0.6));
        foreach (var gradient in new SpectralGradient[] { new ExactGradient(), new TaylorGradient(), new PowerIterationGradient(), new ClippedGradient() })
            Assert.InRange(Error(gradient, distinct), 0, 1e-9);
        var tied = Spectra.Matrix(draw, [.. Enumerable.Range(0, d).Select(i => 1.0 / (1 + i / 2))]);
        Assert.InRange(Error(new ExactGradient(), tied), 0, 1e-9);
    });

    [Fact]
    public void P4_the_root_is_symmetric_to_rounding() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var m = Spectra.Matrix(draw, Spectra.Hard(draw, draw.Int(1, 16), 1e-4));
        foreach (var selection in new Selection[] { new KeepAll(), new PaperRule(1e-4), new NullTolerance(1e-4) })
        {
            var w = Zca(new ExactGradient(), selection).Forward(m).Value;
            Assert.InRange((w - w.transpose(1, 2)).abs().max().ToDouble(), 0, 1e-14 * w.abs().max().ToDouble());
        }
    });

    [Fact]
    public void P17_the_basis_of_tied_vectors_and_their_signs_do_not_matter() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var values = tensor(new[] { 2, 1, 1, 1, 0.3 }).unsqueeze(0);
        var vectors = Spectra.Rotation(draw, 5).unsqueeze(0);
        // Another basis of the same eigenspaces.
        var turn = eye(5, dtype: ScalarType.Float64);
        turn[0, 0] = -1;
        turn.narrow(0, 1, 3).narrow(1, 1, 3).copy_(Spectra.Rotation(draw, 3));
        var other = vectors.matmul(turn);
        var (g, keep) = (draw.Normal([1, 5, 5], ScalarType.Float64), ones(1, 5, ScalarType.Bool));
        var map = Zca(new ExactGradient());
        Near.Within(1e-9, map.Pullback([vectors, values, keep], g), map.Pullback([other, values, keep], g));
        var m = (vectors * values.unsqueeze(-2)).matmul(vectors.transpose(1, 2));
        Near.Exactly(map.Forward(m).Value, map.Forward(m).Value);
    });

    [Theory]
    [InlineData(10, 4, 7, 1e-5)]
    [InlineData(100, 16, 10, 1e-3)]
    public void P18_iternorm_approaches_the_root(double condition, int d, int iterations, double tolerance)
    {
        var m = Spectra.Matrix(new Draw(9), Spectra.LogSpaced(d, 1, condition));
        var w = new IterNorm(iterations).Forward(m).Value;
        Assert.InRange(Spectra.Relative(w, Zca(new ExactGradient()).Forward(m).Value), 0, tolerance);
        Assert.False(IterNorm.HasDiverged(m, w));
    }

    [Theory]
    [InlineData(10, 4, 1e-2, 3e-2)]
    [InlineData(100, 16, 0.3, 0.7)]
    [InlineData(100, 64, 0.4, 0.9)]
    public void P18_its_usual_five_iterations_whiten_partly(double condition, int d, double least, double most)
    {
        var m = Spectra.Matrix(new Draw(9), Spectra.LogSpaced(d, 1, condition));
        Assert.InRange(Spectra.Relative(new IterNorm().Forward(m).Value, Zca(new ExactGradient()).Forward(m).Value), least, most);
    }

    [Fact]
    public void P18_too_many_iterations_are_reported_as_diverged()
    {
        var m = Spectra.Matrix(new Draw(10), Spectra.LogSpaced(16, 1, 100));
        Assert.True(IterNorm.HasDiverged(m, new IterNorm(20).Forward(m).Value));
        Assert.True(IterNorm.HasDiverged(m, new IterNorm(60).Forward(m).Value));
    }

    [Theory]
    [InlineData(100, 64, 10, 1e-4)]
    [InlineData(100, 64, 15, 1e-12)]
    [InlineData(1e4, 64, 15, 1e-3)]
    [InlineData(1e4, 64, 20, 1e-10)]
    public void P18_newton_schulz_reaches_the_root_and_its_gradient(double condition, int d, int iterations, double tolerance)
    {
        var draw = new Draw(11);
        var m = Spectra.Matrix(draw, Spectra.LogSpaced(d, 1, condition));
        var (exact, iterated) = (Zca(new ExactGradient()), new NewtonSchulz(iterations));
        var ((w, saved), (v, kept)) = (exact.Forward(m), iterated.Forward(m));
        Assert.InRange(Spectra.Relative(v, w), 0, tolerance);
        var g = draw.Normal([1, d, d], ScalarType.Float64);
        if (iterations == 20) Assert.InRange(Spectra.Relative(iterated.Pullback(kept, g), exact.Pullback(saved, g)), 0, 1e-5);
    }

    [Fact]
    public void The_exact_gradient_solves_its_lyapunov_equation()
    {
        var draw = new Draw(12);
        var m = Spectra.Matrix(draw, 3, 1, 1, 0.2);
        var map = Zca(new ExactGradient());
        var (w, saved) = map.Forward(m);
        var g = draw.Normal([1, 4, 4], ScalarType.Float64);
        var (x, root) = (map.Pullback(saved, g), w.inverse());
        Near.Within(1e-12, root.matmul(x) + x.matmul(root), -w.matmul((g + g.transpose(1, 2)) / 2).matmul(w));
    }

    [Fact]
    public void What_is_no_number_stays_none()
    {
        var m = eye(3, dtype: ScalarType.Float64).repeat(2, 1, 1);
        m[0, 1, 1] = double.NaN;
        var value = Zca(new ExactGradient(), new NullTolerance(1e-4)).Forward(m).Value;
        Assert.True(value[0].isnan().all().item<bool>());
        Near.Within(1e-14, eye(3, dtype: ScalarType.Float64), value[1]);
    }

    [Fact]
    public void The_noisy_baseline_whitens_small_groups_and_fails_at_large_ones()
    {
        manual_seed(1);
        double Error(int d) => Enumerable.Range(0, 20).Select(i =>
        {
            var m = Spectra.Matrix(new Draw(100 + i), Spectra.LogSpaced(d, 1, 1 / 0.3));
            return Spectra.Relative(new NoisyPowerIteration(1e-4).Forward(m).Value, Zca(new ExactGradient()).Forward(m).Value);
        }).Order().ElementAt(10);
        Assert.InRange(Error(4), 0, 0.05);
        Assert.InRange(Error(16), 0.3, 1.5);
    }

    [Fact]
    public void Its_gradient_goes_through_the_iterations()
    {
        manual_seed(2);
        var draw = new Draw(13);
        var function = new NoisyPowerIteration(1e-4);
        // With well separated eigenvalues the iterations converge, and their gradient is the exact one.
        var m = Spectra.Matrix(draw, 1, 0.3, 0.08);
        var (value, saved) = function.Forward(m);
        var exact = Zca(new ExactGradient());
        Assert.InRange(Spectra.Relative(value, exact.Forward(m).Value), 0, 1e-6);
        var g = draw.Normal([1, 3, 3], ScalarType.Float64);
        Assert.InRange(Spectra.Relative(function.Pullback(saved, g), exact.Pullback(exact.Forward(m).Saved, g)), 0, 1e-3);
    }

    [Fact]
    public void Its_projector_is_that_of_the_leading_eigenvectors_with_its_gradient()
    {
        manual_seed(3);
        var draw = new Draw(17);
        var m = Spectra.Matrix(draw, 1, 0.3, 0.08, 0.01);
        var g = draw.Normal([1, 4, 4], ScalarType.Float64);
        foreach (var count in new[] { 1, 2, 3 })
        {
            var noisy = new NoisyPowerIteration(1e-4, iterations: 40, new Projector(), count);
            var exact = new SpectralMap(new Projector(), new ExactGradient(), new FixedCount(count));
            var (value, saved) = noisy.Forward(m);
            var (expected, exactly) = exact.Forward(m);
            Assert.InRange(Spectra.Relative(value, expected), 0, 1e-6);
            Assert.InRange(Spectra.Relative(noisy.Pullback(saved, g), exact.Pullback(exactly, g)), 0, 1e-3);
        }
    }
}
