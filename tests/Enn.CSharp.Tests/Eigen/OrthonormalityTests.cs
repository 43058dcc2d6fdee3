using Enn.CSharp.Tests.NonNegative;
using Enn.Eigen;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eigen;

/// <summary>The penalty and the ways to orthonormality.</summary>
public class OrthonormalityTests
{
    private static readonly HardOrthonormality[] _hard = [new SignFixedQr(), new CholeskyQr2(), new NewtonSchulz(), new Cayley(), new MatrixExponential(), new Householder()];

    public static TheoryData<string> HardNames => [.. _hard.Select(way => way.Name)];

    private static HardOrthonormality Hard(string name) => _hard.Single(way => way.Name == name);

    private static (long Rows, long Columns) Shape(Draw draw)
    {
        var columns = draw.Int(1, 8);
        return (columns + draw.One(0, draw.Int(0, 3), draw.Int(8, 20)), columns);
    }

    private static Tensor Frame(Draw draw, long rows, long columns, ScalarType dtype = ScalarType.Float64) => SignFixedQr.Orthonormalise(draw.Normal([rows, columns], dtype));

    [Fact]
    public void The_penalty_is_the_sum_over_singular_values() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var (rows, columns) = Shape(draw);
        var x = new Parameter(draw.Normal([rows, columns], ScalarType.Float64, 0.7));
        var value = Penalty.Of([x]).ToDouble();
        Assert.Equal(linalg.svdvals(x).square().sub(1).square().sum().ToDouble(), value, 1e-5 * Math.Max(1, value));
        var (u, v) = (Frame(draw, rows, rows), Frame(draw, columns, columns));
        Assert.Equal(value, Penalty.Of([new Parameter(u.matmul(x.detach()).matmul(v))]).ToDouble(), 1e-4 * Math.Max(1, value));
        var frame = Frame(draw, rows, columns);
        Assert.True(Penalty.Of([new Parameter(frame)]).ToDouble() < 1e-25);
        Assert.Equal(columns * (1.3 * 1.3 - 1) * (1.3 * 1.3 - 1), Penalty.Of([new Parameter(frame * 1.3)]).ToDouble(), 1e-9);
    });

    [Fact]
    public void Its_closed_gradient_is_what_autograd_gives_batched_or_not() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        Parameter Make(long rows, long columns) => new(draw.Normal([rows, columns], ScalarType.Float64));
        Parameter[] bases = [Make(5, 3), Make(4, 4), Make(5, 3), Make(5, 3), Make(7, 2), Make(4, 4)];
        var weight = draw.Real(0.01, 2);
        (Penalty.Of(bases, draw.Flag()) * weight).backward();
        var expected = bases.Select(b => b.grad!.clone()).ToList();
        foreach (var batched in new[] { false, true })
        {
            // On top of a gradient that is there, and where there is none.
            foreach (var (b, i) in bases.Select((b, i) => (b, i))) b.grad = i % 2 == 0 ? ones_like(b) : null;
            var value = Penalty.AddGradient(bases, weight, batched);
            Assert.Equal(Penalty.Of(bases, batched: false).ToDouble(), value.ToDouble(), 1e-9);
            for (var i = 0; i < bases.Length; i++) Near.Within(1e-9 * Math.Max(1, expected[i].abs().max().ToDouble()), expected[i] + (i % 2 == 0 ? 1 : 0), bases[i].grad!);
        }
        foreach (var b in bases)
        {
            var closed = (b.matmul(b.t()).matmul(b) - b).detach() * 4 * weight;
            Near.Within(1e-9 * Math.Max(1, closed.abs().max().ToDouble()), closed, new SoftPenalty(weight).Gradient(b.detach(), zeros_like(b)));
        }
    });

    [Theory]
    [InlineData(128)]
    [InlineData(131)]
    [InlineData(257)]
    public void A_large_gram_matrix_is_computed_by_half_and_mirrored(long rank)
    {
        var x = new Draw(14).Normal([rank + 9, rank], ScalarType.Float64);
        var gram = Gram.Of(x);
        Near.Within(1e-11, x.t().matmul(x), gram);
        // Mirrored to the bit outside the diagonal's blocks, which a product of matrices makes: symmetric to rounding.
        var block = (rank + 3) / 4;
        Near.Exactly(gram.narrow(0, 0, block).narrow(1, block, rank - block), gram.narrow(0, block, rank - block).narrow(1, 0, block).t());
        Near.Within(1e-11, gram, gram.t());
        // With gradients and in batches it is the plain product.
        var leaf = x.clone().requires_grad_();
        Gram.Of(leaf).sum().backward();
        Near.Within(1e-10, x.sum(1, keepdim: true).expand(x.shape) * 2, leaf.grad!);
        Near.Within(1e-11, gram, Gram.Of(stack([x, x]))[1]);
        // And what is built on it: the closed gradient of a factor as large as a real network's.
        var factor = new Parameter(x / Math.Sqrt(rank));
        var value = Penalty.AddGradient([factor], 0.5, batched: false);
        var expected = new Parameter(factor.detach().clone());
        (Penalty.Of([expected]) * 0.5).backward();
        Assert.Equal(Penalty.Of([expected]).ToDouble(), value.ToDouble(), 1e-8);
        Near.Within(1e-10, expected.grad!, factor.grad!);
    }

    [Theory]
    [MemberData(nameof(HardNames))]
    public void A_retraction_follows_its_tangent_and_stays_on_the_manifold(string name) => Property.Holds(Property.Seeds, seed =>
    {
        var (way, draw) = (Hard(name), new Draw(seed));
        var (rows, columns) = Shape(draw);
        var x = Frame(draw, rows, columns);
        var d = Orthonormality.Tangent(x, draw.Normal([rows, columns], ScalarType.Float64));
        d = d / Math.Max(1, d.norm().ToDouble());
        Near.Within(1e-6, x, way.Retract(x, zeros_like(x)));
        double Gap(double t)
        {
            var moved = way.Retract(x, d * t);
            Assert.True(Orthonormality.Error(moved) < 1e-4, $"error {Orthonormality.Error(moved)}");
            return (moved - (x + d * t)).norm().ToDouble();
        }
        // First order: halving t quarters the gap.
        var (whole, half) = (Gap(0.02), Gap(0.01));
        Assert.True(whole < 1e-3 && half <= whole / 3 + 1e-12, $"gaps {whole} and {half}");
    });

    [Theory]
    [MemberData(nameof(HardNames))]
    public void A_thousand_steps_leave_a_frame_orthonormal(string name)
    {
        var way = Hard(name);
        foreach (var (dtype, tolerance) in new[] { (ScalarType.Float32, 1e-4), (ScalarType.Float64, name == "newton-schulz" ? 1e-4 : 1e-12) })
            foreach (var (rows, columns) in new[] { (24L, 6L), (8L, 8L), (9L, 6L) })
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                using var random = new Generator(5);
                var x = Orthonormality.Sample(rows, columns, random).to(dtype);
                if (dtype == ScalarType.Float64) x = SignFixedQr.Orthonormalise(x);
                var buffer = zeros_like(x);
                for (var step = 0; step < 1000; step++)
                {
                    using var inner = NewDisposeScope();
                    // Momentum over gradients that the ways themselves project, as an optimizer would keep it.
                    buffer.mul_(0.9).add_(way.Gradient(x, randn([rows, columns], dtype: dtype, generator: random)));
                    x = way.Move(x, buffer * -0.02).MoveToOuterDisposeScope();
                }
                Assert.True(Orthonormality.Error(x) < tolerance, $"{rows}x{columns} {dtype}: {Orthonormality.Error(x)}");
            }
    }

    [Theory]
    [MemberData(nameof(HardNames))]
    public void Frames_in_a_batch_move_as_each_on_its_own(string name)
    {
        var (way, draw) = (Hard(name), new Draw(9));
        foreach (var (rows, columns) in new[] { (12L, 4L), (5L, 5L) })
        {
            var frames = Enumerable.Range(0, 3).Select(_ => Frame(draw, rows, columns)).ToArray();
            var steps = Enumerable.Range(0, 3).Select(_ => draw.Normal([rows, columns], ScalarType.Float64, 0.05)).ToArray();
            var together = way.Move(stack(frames), stack(steps));
            for (var i = 0; i < 3; i++) Near.Within(name == "newton-schulz" ? 1e-4 : 1e-6, way.Move(frames[i], steps[i]), together[i]);
        }
    }

    [Fact]
    public void Small_steps_flip_no_column_of_the_QR()
    {
        var draw = new Draw(12);
        var x = Frame(draw, 30, 10);
        foreach (var way in new HardOrthonormality[] { new SignFixedQr(), new CholeskyQr2(), new Householder() })
            Assert.True((way.Retract(x, draw.Normal([30, 10], ScalarType.Float64, 1e-3)) * x).sum(0).min().ToDouble() > 0.99);
        Near.Within(1e-12, new SignFixedQr().Retract(x, x), new CholeskyQr2().Retract(x, x));
        // Too ill-conditioned for a Cholesky factor in float32: QR takes over.
        var thin = ones(8, 3) + new Draw(1).Normal([8, 3], ScalarType.Float32, 1e-6);
        Assert.True(Orthonormality.Error(new CholeskyQr2().Retract(thin, zeros_like(thin))) < 1e-4);
    }

    [Fact]
    public void A_tangent_is_orthogonal_to_the_normal_space_and_projecting_is_idempotent() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var (rows, columns) = Shape(draw);
        var x = Frame(draw, rows, columns);
        var d = Orthonormality.Tangent(x, draw.Normal([rows, columns], ScalarType.Float64));
        var inner = x.t().matmul(d);
        Near.Within(1e-5, zeros_like(inner), inner + inner.t());
        Near.Within(1e-12, d, Orthonormality.Tangent(x, d));
    });

    [Fact]
    public void Newton_Schulz_converges_quadratically_and_is_the_decoupled_step_of_one_half() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var (rows, columns) = Shape(draw);
        var values = tensor([.. Enumerable.Range(0, (int)columns).Select(_ => draw.Real(Math.Sqrt(0.5), Math.Sqrt(1.5)))], ScalarType.Float64);
        var x = (Frame(draw, rows, columns) * values).matmul(Frame(draw, columns, columns));
        var next = NewtonSchulz.Iterate(x);
        // With d = s^2 - 1 a step leaves -(3/4) d^2 + d^3 / 4.
        var d = values.square() - 1;
        var expected = (d.square() * -0.75 + d.pow(3) / 4).sort().Values;
        Near.Within(1e-10, expected, linalg.svdvals(next).square().sub(1).sort().Values);
        Assert.True(Orthonormality.Error(next) <= 0.875 * Math.Pow(Orthonormality.Error(x), 2) + 1e-12);
        Near.Within(1e-6, next, new DecoupledPenalty(0.5).Move(x, zeros_like(x)));
        Assert.True(NewtonSchulz.Converges(x));
    });

    [Fact]
    public void A_singular_value_above_root_three_is_flagged_and_retracted_by_QR()
    {
        var x = Frame(new Draw(2), 6, 3);
        Assert.False(NewtonSchulz.Converges(x * 1.74));
        Assert.True(NewtonSchulz.Converges(x * 1.73));
        Near.Within(1e-9, SignFixedQr.Orthonormalise(x * 3), new NewtonSchulz().Retract(x, x * 2));
    }

    [Fact]
    public void The_decoupled_step_shrinks_errors_at_its_rate()
    {
        var x = Frame(new Draw(3), 8, 4) * 1.001;
        var way = new DecoupledPenalty(0.1);
        Assert.Equal(0.8, Orthonormality.Error(way.Move(x, zeros_like(x))) / Orthonormality.Error(x), 2e-3);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecoupledPenalty(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftPenalty(-1));
    }

    [Fact]
    public void Reorthonormalising_leaves_the_weight_and_mends_the_bases() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        manual_seed(seed);
        var layer = new EigenLinear(draw.Int(2, 40), draw.Int(2, 40));
        using var _ = no_grad();
        foreach (var factor in layer.Factors.Bases) factor.add_(draw.Normal(factor.shape, ScalarType.Float32, 0.05));
        layer.Factors.Lambda.mul_(draw.Normal([layer.Factors.Rank], ScalarType.Float32));
        var before = layer.Weight.clone();
        Reorthonormalisation.Apply(layer.Factors);
        Assert.True((layer.Weight - before).norm().ToDouble() < 1e-5 * before.norm().ToDouble());
        foreach (var factor in layer.Factors.Bases) Assert.True(FactorReport.Of(factor).Frobenius < 1e-5);
        Near.Exactly(layer.Factors.Lambda, layer.Factors.Lambda.sort(descending: true).Values);
        Near.NotNegative(layer.Factors.Lambda);
    });

    [Fact]
    public void Singular_values_lie_between_the_bounds_of_the_report() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        manual_seed(seed);
        var layer = new EigenLinear(draw.Int(1, 20), draw.Int(1, 20)).to(ScalarType.Float64);
        using var _ = no_grad();
        foreach (var factor in layer.Factors.Bases) factor.add_(draw.Normal(factor.shape, ScalarType.Float64, 0.03));
        layer.Factors.Lambda.mul_(draw.Normal([layer.Factors.Rank], ScalarType.Float64));
        var report = LayerReport.Of("layer", layer);
        var eps = report.SingularValueError;
        Assert.Equal(eps, Math.Max(Orthonormality.Error(layer.Factors.Q), Orthonormality.Error(layer.Factors.P)), 1e-9);
        if (eps >= 1) return;
        var spectrum = layer.Factors.Lambda.abs().sort(descending: true).Values;
        var values = linalg.svdvals(layer.Weight).narrow(0, 0, layer.Factors.Rank);
        Near.NotNegative(values - spectrum * (1 - eps) + 1e-10);
        Near.NotNegative(spectrum * (1 + eps) - values + 1e-10);
    });

    [Fact]
    public void The_report_says_what_it_measures()
    {
        var layer = new EigenLinear(2, 2, bias: false).to(ScalarType.Float64);
        using (no_grad())
        {
            layer.Factors.Q.copy_(tensor(new[] { 2.0, 0, 0, 1 }, 2, 2));
            layer.Factors.P.copy_(tensor(new[] { 1.0, 1, 0, 1 }, 2, 2));
            layer.Factors.Lambda.copy_(tensor(new[] { -3.0, 1 }));
        }
        var report = LayerReport.Of("fc", layer);
        Assert.Equal(new FactorReport(3 / Math.Sqrt(2), 3, 0, 1, 2), report.Q);
        Assert.Equal((1.0, 1.0, Math.Sqrt(2)), (report.P.LargestProduct, report.P.SmallestNorm, report.P.LargestNorm));
        Assert.Equal((3.0, 10.0 / 9), (report.Condition, report.StableRank));
        Assert.Equal(Math.Exp(-(0.75 * Math.Log(0.75) + 0.25 * Math.Log(0.25))), report.EffectiveRank, 1e-12);
        var table = OrthonormalityReport.ToTable([report]);
        Assert.Equal(2, table.Rows.Count);
        Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
        Assert.Equal(table.ToMarkdown(), table.ToString());
        Assert.All(table.Columns, column => Assert.DoesNotContain('|', column.Name));
        using var single = new EigenLinear(5, 4);
        Assert.Single(OrthonormalityReport.Of(single));
    }

    [Fact]
    public void Every_way_has_a_name()
    {
        Assert.All(Orthonormalities.Names, name => Assert.Equal(name, Orthonormalities.Of(name, 0.1).Name));
        Assert.Equal(_hard.Length, Orthonormalities.Names.Count(name => Orthonormalities.Of(name, 0.1).IsHard));
        Assert.Contains("cayley", Assert.Throws<ArgumentException>(() => Orthonormalities.Of("svd", 0)).Message);
    }
}
