using Enn.CSharp.Tests.NonNegative;
using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Whitening;

/// <summary>The ZCA layer: P1 to P4, P11 to P13, P16, P17, P19.</summary>
public class LayerTests
{
    private static Func<double, MatrixFunction> Root(SpectralGradient? gradient = null, Func<double, Selection>? selection = null) =>
        epsilon => new SpectralMap(new InverseSquareRoot(), gradient ?? new ExactGradient(), selection?.Invoke(epsilon) ?? new KeepAll());

    private static ZcaNorm Layer(long channels, long? size = null, double eps = 1e-4, double momentum = 0.1, bool affine = false, ScalarType dtype = ScalarType.Float64,
        Func<double, MatrixFunction>? root = null, RunningStatistics running = RunningStatistics.Covariance, bool track = true)
    {
        var layer = new ZcaNorm(channels, eps, momentum, affine, track, new WhiteningOptions { GroupSize = size, Root = root ?? Root(), Running = running });
        layer.to(dtype);
        return layer;
    }

    private static double[] Eigenvalues(Tensor m) => linalg.eigvalsh(m).flip(0).data<double>().ToArray();

    [Theory]
    [InlineData(10)]
    [InlineData(1e4)]
    public void P1_the_outputs_covariance_has_the_eigenvalues_that_epsilon_leaves(double condition)
    {
        var variances = Spectra.LogSpaced(8, 1, condition);
        var x = Spectra.Activations(new Draw(1), 4, 12, variances);
        var y = Layer(8).forward(x);
        foreach (var (ours, variance) in Eigenvalues(Spectra.Covariance(y)).Zip(variances)) Assert.Equal(variance / (variance + 1e-4), ours, 1e-10);
        Assert.InRange(y.mean([0, 2, 3]).abs().max().ToDouble(), 0, 1e-12);
        foreach (var (ours, variance) in Eigenvalues(Spectra.Covariance(Layer(8, dtype: ScalarType.Float32).forward(x.to(ScalarType.Float32)))).Zip(variances))
            Assert.Equal(variance / (variance + 1e-4), ours, 1e-4);
    }

    [Fact]
    public void P1_float32_is_as_accurate_far_from_the_origin()
    {
        var x = Spectra.Activations(new Draw(2), 16, 16, Spectra.LogSpaced(16, 1, 10), mean: 100);
        Near.Within(5e-3, Spectra.Covariance(Layer(16).forward(x)), Spectra.Covariance(Layer(16, dtype: ScalarType.Float32).forward(x.to(ScalarType.Float32))));
        var near = Spectra.Activations(new Draw(2), 16, 16, Spectra.LogSpaced(16, 1, 10), mean: 1);
        Near.Within(1e-4, Spectra.Covariance(Layer(16).forward(near)), Spectra.Covariance(Layer(16, dtype: ScalarType.Float32).forward(near.to(ScalarType.Float32))));
    }

    [Fact]
    public void P2_the_papers_mask_drops_at_least_one_direction()
    {
        var variances = Spectra.LogSpaced(8, 1, 10);
        var y = Layer(8, root: Root(selection: epsilon => new PaperRule(epsilon))).forward(Spectra.Activations(new Draw(3), 4, 12, variances));
        var ours = Eigenvalues(Spectra.Covariance(y));
        for (var i = 0; i < 7; i++) Assert.Equal(variances[i] / (variances[i] + 1e-4), ours[i], 1e-10);
        Assert.InRange(Math.Abs(ours[7]), 0, 1e-12);
    }

    [Theory]
    [InlineData(12, 4)]
    [InlineData(12, 5)]
    [InlineData(7, 2)]
    [InlineData(6, 100)]
    [InlineData(64, 4)]
    [InlineData(48, 24)]
    [InlineData(5, 1)]
    public void P3_each_groups_block_is_whitened_for_any_number_of_channels(int channels, int size)
    {
        var x = Spectra.Activations(new Draw(4), 6, 9, Spectra.LogSpaced(channels, 1, 20));
        var layer = Layer(channels, size, eps: 1e-10);
        var covariance = Spectra.Covariance(layer.forward(x));
        for (var start = 0; start < channels; start += size)
        {
            var length = Math.Min(size, channels - start);
            Near.Within(1e-6, eye(length, dtype: ScalarType.Float64), covariance.narrow(0, start, length).narrow(1, start, length));
        }
        if (size < channels) Assert.True((covariance - eye(channels, dtype: ScalarType.Float64)).abs().max().ToDouble() > 1e-3);
    }

    [Fact]
    public void P4_rotations_permutations_signs_shifts_and_scales() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var c = draw.Int(2, 8);
        var x = Spectra.Activations(draw, 3, 6, Spectra.LogSpaced(c, 1, 20));
        Tensor Mixed(Tensor q, Tensor t) => nn.functional.conv2d(t, q.view(c, c, 1, 1));
        Tensor Y(Tensor t, double eps = 1e-4) => Layer(c, eps: eps).forward(t);
        var y = Y(x);
        var q = Spectra.Rotation(draw, c);
        Near.Within(1e-10, Mixed(q, y), Y(Mixed(q, x)));
        var order = randperm(c, dtype: ScalarType.Int64);
        Near.Within(1e-10, y.index_select(1, order), Y(x.index_select(1, order)));
        Near.Within(1e-12, -y, Y(-x));
        Near.Within(1e-10, y, Y(x + draw.Normal([1, c, 1, 1], ScalarType.Float64)));
        Near.Within(1e-8, Y(x, 1e-12), Y(x * draw.Real(0.5, 3), 1e-12));
        Near.Within(1e-7, Y(x, 1e-10), Y(Y(x, 1e-10), 1e-10));
    }, 15);

    [Fact]
    public void Gradients_agree_with_finite_differences() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var c = draw.Int(1, 6);
        var size = draw.Int(1, c);
        var x = Spectra.Activations(draw, draw.Int(1, 3), 4, Spectra.LogSpaced(c, 1, 10)).requires_grad_();
        var layer = Layer(c, size, affine: true);
        using (no_grad()) layer.Scale!.copy_(draw.Uniform([c, 1], ScalarType.Float64, 0.5, 2));
        var g = draw.Normal(x.shape, ScalarType.Float64);
        layer.forward(x).backward([g]);
        var direction = draw.Normal(x.shape, ScalarType.Float64);
        double At(double t)
        {
            using var _ = no_grad();
            return (layer.forward(x + t * direction) * g).sum().ToDouble();
        }
        var numeric = (At(1e-5) - At(-1e-5)) / 2e-5;
        Assert.Equal(numeric, (x.grad! * direction).sum().ToDouble(), 1e-5 * Math.Max(1, Math.Abs(numeric)));
    });

    [Fact]
    public void P11_no_gradient_moves_the_mean_or_the_scale()
    {
        var draw = new Draw(5);
        var x = Spectra.Activations(draw, 4, 8, Spectra.LogSpaced(8, 1, 20)).requires_grad_();
        Layer(8, 4, eps: 1e-13).forward(x).backward([draw.Normal(x.shape, ScalarType.Float64)]);
        Assert.InRange(x.grad!.sum([0, 2, 3]).abs().max().ToDouble(), 0, 1e-10);
        var centred = x.detach() - x.detach().mean([0, 2, 3], keepdim: true);
        Assert.InRange(Math.Abs((x.grad! * centred).sum().ToDouble()) / (x.grad!.norm() * centred.norm()).ToDouble(), 0, 1e-9);
    }

    [Fact]
    public void P12_gradients_of_scale_and_shift_are_plain_sums()
    {
        var draw = new Draw(6);
        var x = Spectra.Activations(draw, 3, 6, Spectra.LogSpaced(10, 1, 20));
        var (layer, plain) = (Layer(10, 4, affine: true), Layer(10, 4));
        var g = draw.Normal(x.shape, ScalarType.Float64);
        layer.forward(x).backward([g]);
        Near.Within(1e-10, g.sum([0, 2, 3]).view(-1, 1), layer.Shift!.grad!);
        Near.Within(1e-10, (g * plain.forward(x)).sum([0, 2, 3]).view(-1, 1), layer.Scale!.grad!);
    }

    [Theory]
    [InlineData(RunningStatistics.Covariance)]
    [InlineData(RunningStatistics.Subspace)]
    public void P13_evaluation_is_training_where_the_average_is_the_batch(RunningStatistics running)
    {
        var x = Spectra.Activations(new Draw(7), 4, 8, Spectra.LogSpaced(10, 1, 20));
        var layer = Layer(10, 4, momentum: 1, affine: true, running: running);
        layer.eval();
        Near.Within(1e-12, x, layer.forward(x));
        layer.train();
        var trained = layer.forward(x);
        layer.eval();
        Near.Within(1e-10, trained, layer.forward(x));

        var slow = Layer(10, 4, running: running);
        for (var i = 0; i < 200; i++) slow.forward(x);
        slow.eval();
        Near.Within(1e-7, trained, slow.forward(x));
    }

    [Fact]
    public void The_cached_evaluation_map_follows_training_loading_and_type()
    {
        var draw = new Draw(8);
        var (a, b) = (Spectra.Activations(draw, 4, 8, Spectra.LogSpaced(6, 1, 20)), Spectra.Activations(draw, 4, 8, Spectra.LogSpaced(6, 3, 5)));
        var (layer, other) = (Layer(6, momentum: 1), Layer(6, momentum: 1));
        Tensor Evaluated(ZcaNorm which, Tensor x)
        {
            which.eval();
            return which.forward(x);
        }
        var first = layer.forward(a);
        Near.Within(1e-10, first, Evaluated(layer, a));
        layer.train();
        var second = layer.forward(b);
        Near.Within(1e-10, second, Evaluated(layer, b));
        other.forward(a);
        layer.load_state_dict(other.state_dict());
        Near.Within(1e-10, first, Evaluated(layer, a));
        layer.to(ScalarType.Float32);
        Near.Within(1e-4, first, Evaluated(layer, a.to(ScalarType.Float32)));
    }

    [Fact]
    public void Evaluation_has_gradients()
    {
        var draw = new Draw(9);
        var layer = Layer(6, 3, momentum: 1, affine: true);
        layer.forward(Spectra.Activations(draw, 4, 8, Spectra.LogSpaced(6, 1, 20)));
        layer.eval();
        var x = draw.Normal([2, 6, 4, 4], ScalarType.Float64).requires_grad_();
        var g = draw.Normal(x.shape, ScalarType.Float64);
        var y = layer.forward(x);
        y.backward([g]);
        Near.Within(1e-10, g.sum([0, 2, 3]).view(-1, 1), layer.Shift!.grad!);
        // The map is affine in x, and linear in gamma.
        Assert.Equal((g * (y - layer.Shift!.view(1, -1, 1, 1))).sum().ToDouble(), (layer.Scale!.grad! * layer.Scale!).sum().ToDouble(), 1e-8);
        var step = draw.Normal(x.shape, ScalarType.Float64);
        Assert.Equal(((layer.forward(x + step) - y) * g).sum().ToDouble(), (x.grad! * step).sum().ToDouble(), 1e-8);
    }

    [Fact]
    public void P16_a_second_forward_leaves_the_gradient_of_the_first()
    {
        var draw = new Draw(10);
        var (x, other) = (Spectra.Activations(draw, 4, 8, Spectra.LogSpaced(6, 1, 20)).requires_grad_(), Spectra.Activations(draw, 4, 8, Spectra.LogSpaced(6, 9, 20)));
        var g = draw.Normal(x.shape, ScalarType.Float64);
        Tensor Gradient(bool again)
        {
            var layer = Layer(6, affine: true);
            x.grad = null;
            Tensor y;
            using (var scope = NewDisposeScope()) y = layer.forward(x).MoveToOuterDisposeScope();
            if (again) layer.forward(other).sum().backward();
            y.backward([g]);
            return x.grad!.clone();
        }
        Near.Exactly(Gradient(false), Gradient(true));
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1e-10)]
    [InlineData(ScalarType.Float32, 2e-4)]
    public void P19_groups_of_one_are_batch_normalisation(ScalarType dtype, double tolerance)
    {
        var draw = new Draw(11);
        var (x, g) = (draw.Normal([4, 5, 6, 6], dtype), draw.Normal([4, 5, 6, 6], dtype));
        var norm = nn.BatchNorm2d(5, eps: 1e-3);
        norm.to(dtype);
        var layer = Layer(5, 1, eps: 1e-3, affine: true, dtype: dtype);
        var (a, b) = (x.clone().requires_grad_(), x.clone().requires_grad_());
        var (ours, theirs) = (layer.forward(a), norm.forward(b));
        ours.backward([g]);
        theirs.backward([g]);
        Near.Within(tolerance, theirs, ours);
        Near.Within(tolerance, b.grad!, a.grad!);
        Near.Within(10 * tolerance, norm.weight!.grad!, layer.Scale!.grad!.flatten());
        Near.Within(10 * tolerance, norm.bias!.grad!, layer.Shift!.grad!.flatten());
    }

    [Theory]
    [InlineData(2, 8, 1)]
    [InlineData(1, 8, 2)]
    [InlineData(3, 4, 2)]
    public void P19_few_values_and_constant_channels_stay_finite(long samples, long channels, long side)
    {
        foreach (var gradient in new SpectralGradient[] { new ExactGradient(), new TaylorGradient(), new PowerIterationGradient(), new ClippedGradient() })
            foreach (var selection in new Func<double, Selection>[] { _ => new KeepAll(), e => new NullTolerance(e), e => new PaperRule(e) })
            {
                var x = new Draw(12).Normal([samples, channels, side, side], ScalarType.Float64);
                x.narrow(1, 0, 2).fill_(3);
                x.requires_grad_();
                var y = Layer(channels, root: Root(gradient, selection)).forward(x);
                y.backward([new Draw(13).Normal(x.shape, ScalarType.Float64)]);
                Assert.True(y.isfinite().all().item<bool>() && x.grad!.isfinite().all().item<bool>());
            }
    }

    [Fact]
    public void Every_shape_and_layout_gives_the_same_whitening()
    {
        var draw = new Draw(14);
        var x = Spectra.Activations(draw, 9, 4, Spectra.LogSpaced(20, 1, 20));
        var y = Layer(20, 5).forward(x);
        Near.Within(1e-10, y.flatten(2), Layer(20, 5).forward(x.flatten(2)));
        var rows = x.transpose(0, 1).flatten(1).t();
        Near.Within(1e-10, y.transpose(0, 1).flatten(1).t(), Layer(20, 5).forward(rows));
        Near.Within(1e-10, y, Layer(20, 5).forward(x.transpose(2, 3).contiguous().transpose(2, 3)));
        Near.Within(1e-10, y.unsqueeze(-1), Layer(20, 5).forward(x.unsqueeze(-1)));
        // 3 x 3 maps are shorter than a tile, and go side by side.
        var (a, b) = (x.narrow(2, 0, 3).narrow(3, 0, 3).contiguous().requires_grad_(), x.narrow(2, 0, 3).narrow(3, 0, 3).flatten(2).transpose(0, 1).reshape(1, 20, 81).requires_grad_());
        var (short_, long_) = (Layer(20, 5).forward(a), Layer(20, 5).forward(b));
        Near.Within(1e-10, short_.flatten(2).transpose(0, 1).reshape(1, 20, 81), long_);
        var g = draw.Normal(a.shape, ScalarType.Float64);
        short_.backward([g]);
        long_.backward([g.flatten(2).transpose(0, 1).reshape(1, 20, 81)]);
        Near.Within(1e-10, a.grad!.flatten(2).transpose(0, 1).reshape(1, 20, 81), b.grad!);
    }

    [Theory]
    [InlineData(11, 64, 1024)]
    [InlineData(1, 64, 9000)]
    [InlineData(2000, 64, 9)]
    public void Large_batches_in_pieces_are_what_the_formula_says(long samples, long channels, long length)
    {
        var draw = new Draw(15);
        // More than one piece of 2^18 elements, the last one smaller.
        var x = draw.Normal([samples, channels, length], ScalarType.Float32) + 3;
        var layer = Layer(64, 16, dtype: ScalarType.Float32, affine: true);
        var y = layer.forward(x);
        var covariance = Spectra.Covariance(y);
        for (var g = 0; g < 4; g++) Near.Within(5e-4, eye(16, dtype: ScalarType.Float64), covariance.narrow(0, 16 * g, 16).narrow(1, 16 * g, 16));

        var (a, b, gradient) = (x.clone().requires_grad_(), x.to(ScalarType.Float64).requires_grad_(), draw.Normal(x.shape, ScalarType.Float32));
        Layer(64, 16, dtype: ScalarType.Float32).forward(a).backward([gradient]);
        Layer(64, 16).forward(b).backward([gradient.to(ScalarType.Float64)]);
        Assert.InRange(Spectra.Relative(a.grad!.to(ScalarType.Float64), b.grad!), 0, 1e-4);
    }

    [Fact]
    public void Misuse_is_an_error_that_says_so()
    {
        Assert.Contains("[2, 5, 3, 3]", Assert.Throws<ArgumentException>(() => Layer(6).forward(zeros(2, 5, 3, 3, dtype: ScalarType.Float64))).Message);
        Assert.Throws<ArgumentException>(() => Layer(6).forward(zeros(0, 6, 3, 3, dtype: ScalarType.Float64)));
        Assert.Throws<ArgumentException>(() => Layer(6).forward(zeros(2, 6, 3, 3, dtype: ScalarType.Int64)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZcaNorm(6, eps: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZcaNorm(6, momentum: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZcaNorm(6, options: new() { GroupSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZcaNorm(0));
    }

    [Fact]
    public void Released_layers_start_as_released()
    {
        manual_seed(3);
        var paper = new ZcaNorm(8, options: WhiteningOptions.Paper(4));
        Assert.Equal(["weight", "bias", "running_mean", "running_subspace"], paper.state_dict().Keys);
        Assert.InRange(paper.Scale!.std().ToDouble(), 0.05, 0.5);
        Assert.Equal(["weight", "bias", "running_mean", "running_covariance"], new ZcaNorm(8).state_dict().Keys);
        Assert.Empty(new ZcaNorm(8, affine: false, track_running_stats: false).state_dict());
        foreach (var options in new[] { WhiteningOptions.UnstableSvd(4), WhiteningOptions.UnstablePowerIteration(4) })
            Assert.True(new ZcaNorm(8, options: options).forward(randn(4, 8, 5, 5)).isfinite().all().item<bool>());
    }
}
