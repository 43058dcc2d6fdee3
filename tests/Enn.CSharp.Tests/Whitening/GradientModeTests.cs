using Enn.CSharp.Tests.NonNegative;
using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Whitening;

/// <summary>The factor of each mode: P7 to P10.</summary>
public class GradientModeTests
{
    private const int Terms = PowerIterationGradient.PaperTerms;

    private static double Scaled(SpectralGradient gradient, double rho, SpectralFunction? function = null)
    {
        var values = tensor(new[] { 2, 2 * rho }).unsqueeze(0);
        var spectrum = new Spectrum(values, ones_like(values, ScalarType.Bool));
        return gradient.Factor(spectrum, function ?? new InverseSquareRoot())[0, 0, 1].ToDouble() * Math.Pow(2, function is null ? 1.5 : 1);
    }

    [Theory]
    [InlineData(0.5, -0.828, -0.828, -0.828)]
    [InlineData(0.7, -0.651, -0.649, -0.650)]
    [InlineData(0.8, -0.590, -0.567, -0.583)]
    [InlineData(0.85, -0.564, -0.493, -0.543)]
    [InlineData(0.9, -0.541, -0.333, -0.475)]
    [InlineData(0.94, -0.524, -0.053, -0.372)]
    [InlineData(0.95, -0.520, 0.054, -0.333)]
    [InlineData(0.97, -0.512, 0.336, -0.233)]
    [InlineData(0.99, -0.504, 0.739, -0.092)]
    [InlineData(1.0, -0.5, 1.0, 0.0)]
    public void P8_factors_at_a_ratio_of_eigenvalues(double rho, double exact, double pi, double taylor)
    {
        Assert.Equal(exact, Scaled(new ExactGradient(), rho), 1e-3);
        Assert.Equal(pi, Scaled(new PowerIterationGradient(), rho), 1e-3);
        Assert.Equal(taylor, Scaled(new TaylorGradient(), rho), 1e-3);
    }

    [Theory]
    [InlineData(10, 0.8907)]
    [InlineData(20, 0.9452)]
    [InlineData(30, 0.9634)]
    [InlineData(100, 0.9890)]
    [InlineData(300, 0.9963)]
    public void P8_the_papers_factor_changes_sign(int terms, double ratio)
    {
        Assert.True(Scaled(new PowerIterationGradient(terms), ratio - 1e-4) < 0);
        Assert.True(Scaled(new PowerIterationGradient(terms), ratio + 1e-4) > 0);
    }

    [Fact]
    public void P8_taylor_shrinks_the_exact_factor_and_never_flips_it() => Property.Holds(Property.Seeds, seed =>
    {
        var rho = new Draw(seed).Real(0, 1);
        var (exact, taylor) = (Scaled(new ExactGradient(), rho), Scaled(new TaylorGradient(), rho));
        Assert.InRange(taylor / exact, 0, 1);
        Assert.InRange(exact, -0.5 * Math.Pow(rho, -1.5), 0);
    });

    [Theory]
    [InlineData(0.0, 1e-12)]
    [InlineData(0.5, 1e-5)]
    public void The_papers_projector_has_a_spurious_factor_between_kept_vectors_the_exact_one_none(double rho, double least)
    {
        rho = Math.Max(rho, 0.1);
        Assert.Equal(Math.Pow(rho, Terms) / rho, Scaled(new PowerIterationGradient(), rho, new Projector()), 1e-12);
        Assert.Equal(0, Scaled(new ExactGradient(), rho, new Projector()));
        Assert.Equal(0, Scaled(new TaylorGradient(), rho, new Projector()));
        Assert.True(Scaled(new PowerIterationGradient(), 0.9, new Projector()) > least);
    }

    [Fact]
    public void P7_the_closed_form_is_the_loop_over_deflated_vectors() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var d = draw.One(2, 4, 8, 16);
        var count = draw.One(d, Math.Max(1, d - 1), Math.Max(1, d / 2));
        var terms = draw.One(1, 2, 7, Terms);
        var m = Spectra.Matrix(draw, Spectra.LogSpaced(d, draw.Real(0.1, 10), draw.Real(1.5, 1e3)));
        var (values, vectors) = Spectrum.Decompose(m);
        var (h, l) = (draw.Normal([1, d, count], ScalarType.Float64), draw.Normal([1, count], ScalarType.Float64));
        var expected = SlowReference.Backward(m[0], vectors[0].narrow(1, 0, count), h[0], l[0], terms);
        var closed = Eigenvectors.Pullback(vectors, values, h, l, new PowerIterationGradient(terms))[0];
        Assert.InRange(Spectra.Relative(closed, expected), 0, 1e-10);
    });

    [Fact]
    public void P7_so_is_the_factor_of_a_function() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var d = draw.One(2, 4, 8, 16);
        var count = draw.Int(1, d);
        var m = Spectra.Matrix(draw, Spectra.LogSpaced(d, 1, draw.Real(1.5, 1e3)));
        var whitening = draw.Flag();
        var function = new SpectralMap(whitening ? new InverseSquareRoot() : new Projector(), new PowerIterationGradient(), new FixedCount(count));
        var (value, saved) = function.Forward(m);
        var g = draw.Normal([1, d, d], ScalarType.Float64);
        var kept = saved[0][0].narrow(1, 0, count);
        var expected = SlowReference.Function(m[0], kept, saved[1][0].narrow(0, 0, count), g[0], Terms, whitening);
        // Against what the factors' bound allows: a projector that keeps nearly all has nearly no gradient.
        var size = expected.norm().ToDouble() + g.norm().ToDouble() / saved[1][0, count - 1].ToDouble();
        Assert.InRange((function.Pullback(saved, g)[0] - (expected + expected.t()) / 2).norm().ToDouble(), 0, 1e-10 * size);
        var scale = whitening ? saved[1][0].narrow(0, 0, count).rsqrt() : ones(count, ScalarType.Float64);
        Assert.InRange(Spectra.Relative(value[0], (kept * scale).matmul(kept.t())), 0, 1e-12);
    });

    [Fact]
    public void P7_with_many_terms_the_symmetric_part_becomes_the_textbook_gradient()
    {
        var draw = new Draw(7);
        var (values, vectors) = Spectrum.Decompose(Spectra.Matrix(draw, Spectra.Geometric(6, 0.8)));
        var (h, l) = (draw.Normal([1, 6, 6], ScalarType.Float64), draw.Normal([1, 6], ScalarType.Float64));
        Tensor Symmetric(SpectralGradient gradient)
        {
            var g = Eigenvectors.Pullback(vectors, values, h, l, gradient)[0];
            return (g + g.t()) / 2;
        }
        var exact = Symmetric(new NaiveGradient());
        Assert.InRange(Spectra.Relative(Symmetric(new PowerIterationGradient(100)), exact), 0, 1e-6);
        Assert.InRange(Spectra.Relative(Symmetric(new TaylorGradient(100)), exact), 0, 1e-6);
        Assert.True(Spectra.Relative(Symmetric(new PowerIterationGradient(Terms)), exact) > 1e-3);
        Assert.InRange(Spectra.Relative(Symmetric(new ExactGradient()), exact), 0, 1e-12);
    }

    [Fact]
    public void P9_factors_and_gradients_stay_within_their_bounds() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var d = draw.Int(1, 16);
        var values = tensor(Spectra.Hard(draw, d, 1e-4)).unsqueeze(0);
        var count = draw.Int(1, d);
        var spectrum = new Spectrum(values, new FixedCount(count).Keep(values));
        foreach (var gradient in new SpectralGradient[] { new ExactGradient(), new TaylorGradient(), new PowerIterationGradient() })
        {
            var map = new SpectralMap(new InverseSquareRoot(), gradient, new FixedCount(count));
            var factor = map.Factor(spectrum).abs();
            // n l_j^(-3/2) between kept and dropped, l_i^(-3/2) between kept: for the smaller of the pair.
            var bound = where(spectrum.OneKept, Terms * spectrum.Large.pow(-1.5), spectrum.Small.pow(-1.5));
            Assert.True(factor.le(bound * (1 + 1e-12)).all().item<bool>());
            var m = Spectra.Matrix(draw, values[0].data<double>().ToArray());
            var g = draw.Normal([1, d, d], ScalarType.Float64);
            var (_, saved) = map.Forward(m);
            var gradientNorm = map.Pullback(saved, g).norm().ToDouble();
            var most = map.Factor(new Spectrum(saved[1], saved[2])).abs().max().ToDouble();
            Assert.InRange(gradientNorm, 0, most * ((g + g.transpose(1, 2)) / 2).norm().ToDouble() * (1 + 1e-9));
        }
    });

    [Fact]
    public void P9_automatic_differentiation_is_no_number_where_all_are_equal()
    {
        var m = eye(8, dtype: ScalarType.Float64).unsqueeze(0).requires_grad_();
        var (values, vectors) = linalg.eigh(m);
        (vectors * values.rsqrt().unsqueeze(-2)).matmul(vectors.transpose(1, 2)).sum().backward();
        Assert.False(m.grad!.isfinite().all().item<bool>());
        var naive = new SpectralMap(new InverseSquareRoot(), new NaiveGradient(), new KeepAll());
        Assert.False(naive.Pullback(naive.Forward(m.detach()).Saved, ones(1, 8, 8, ScalarType.Float64)).isfinite().all().item<bool>());
    }

    [Fact]
    public void Naive_is_what_automatic_differentiation_gives()
    {
        var draw = new Draw(3);
        var m = Spectra.Matrix(draw, Spectra.LogSpaced(8, 1, 6));
        var g = draw.Normal([1, 8, 8], ScalarType.Float64);
        var leaf = m.clone().requires_grad_();
        var (values, vectors) = linalg.eigh((leaf + leaf.transpose(1, 2)) / 2);
        (vectors * values.rsqrt().unsqueeze(-2)).matmul(vectors.transpose(1, 2)).backward([g]);
        foreach (var gradient in new SpectralGradient[] { new NaiveGradient(), new ExactGradient() })
        {
            var map = new SpectralMap(new InverseSquareRoot(), gradient, new KeepAll());
            Assert.InRange(Spectra.Relative(map.Pullback(map.Forward(m).Saved, g), leaf.grad!), 0, 1e-10);
        }
    }

    [Fact]
    public void P10_one_vectors_gradient_is_bounded_and_leaves_its_own_direction() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var d = draw.Int(2, 16);
        var (values, vectors) = Spectrum.Decompose(Spectra.Matrix(draw, Spectra.Hard(draw, d, 1e-4)));
        var j = draw.Int(0, d - 1);
        var h = zeros([1, d, j + 1], ScalarType.Float64);
        h[0, .., j] = draw.Normal([d], ScalarType.Float64);
        // The paper's own column: without the part that flows to earlier vectors through the deflation.
        var own = Eigenvectors.Pullback(vectors, values, h, zeros([1, j + 1], ScalarType.Float64), new PowerIterationGradient())[0];
        var v = vectors[0][.., j];
        var column = own.mv(v);
        Assert.InRange(column.norm().ToDouble(), 0, Terms / values[0, j].ToDouble() * h.norm().ToDouble() * (1 + 1e-9));
        Assert.InRange(Math.Abs(v.dot(column).ToDouble()), 0, 1e-12 * column.norm().ToDouble() + 1e-15);
    });

    [Fact]
    public void No_gradient_but_the_naive_one_is_ever_not_finite()
    {
        const double epsilon = 1e-4;
        var draw = new Draw(20_261_121);
        var functions = new SpectralFunction[] { new InverseSquareRoot(), new Projector() };
        var gradients = new SpectralGradient[] { new ExactGradient(), new TaylorGradient(), new PowerIterationGradient(), new ClippedGradient() };
        for (var batch = 0; batch < 40; batch++)
        {
            using var scope = NewDisposeScope();
            var d = draw.One(1, 2, 4, 8, 16);
            const int count = 250;
            // Half of them diagonal, so that ties are exact; the others in a random basis.
            var diagonal = batch % 2 == 0;
            var rotation = diagonal ? eye(d, dtype: ScalarType.Float64) : Spectra.Rotation(draw, d);
            var values = stack([.. Enumerable.Range(0, count).Select(_ => tensor(Spectra.Hard(draw, d, epsilon)))]);
            var matrices = (rotation * values.unsqueeze(-2)).matmul(rotation.t());
            var upstream = draw.Normal([count, d, d], ScalarType.Float64);
            var selections = new Selection[] { new KeepAll(), new PaperRule(epsilon), new NullTolerance(epsilon), new FixedCount((d + 1) / 2), new EnergyShare(0.9), new ReleasedSvdRule(epsilon) };
            foreach (var function in functions)
                foreach (var gradient in gradients)
                    foreach (var selection in selections)
                    {
                        var map = new SpectralMap(function, gradient, selection);
                        var (value, saved) = map.Forward(matrices);
                        Assert.True(value.isfinite().all().item<bool>(), $"{map.Name}: value");
                        Assert.True(map.Pullback(saved, upstream).isfinite().all().item<bool>(), $"{map.Name}: gradient");
                    }
        }
    }
}
