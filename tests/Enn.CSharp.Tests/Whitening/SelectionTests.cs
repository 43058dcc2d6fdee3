using Enn.CSharp.Tests.NonNegative;
using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Whitening;

/// <summary>Which eigenvalues are kept.</summary>
public class SelectionTests
{
    private static int Kept(Selection selection, params double[] values)
    {
        var keep = selection.Keep(tensor(values).unsqueeze(0))[0].data<bool>().ToArray();
        var count = keep.TakeWhile(k => k).Count();
        Assert.DoesNotContain(true, keep.Skip(count));
        return count;
    }

    [Fact]
    public void The_papers_rule_leaves_out_what_triggers_it()
    {
        var rule = new PaperRule(1e-4);
        Assert.Equal(3, Kept(rule, 4, 3, 2, 1));
        Assert.Equal(2, Kept(rule, 3e-4, 2e-4, 1e-4, 1e-4));
        Assert.Equal(1, Kept(rule, 4, 3, 1e-4, 1e-4));
        Assert.Equal(0, Kept(rule, 4, 1e-4, 1e-4, 1e-4));
        Assert.Equal(0, Kept(rule, 1));
    }

    [Fact]
    public void The_released_svd_layer_keeps_one_unless_some_are_null()
    {
        var rule = new ReleasedSvdRule(1e-4);
        Assert.Equal(1, Kept(rule, 4, 3, 2, 1));
        Assert.Equal(3, Kept(rule, 4, 3, 1e-4, 0.5e-4));
        Assert.Equal(1, Kept(rule, 1e-4, 1e-4));
    }

    [Fact]
    public void The_tolerance_drops_null_directions_only_and_never_all()
    {
        var rule = new NullTolerance(1e-4);
        Assert.Equal(4, Kept(rule, 4, 3, 2, 1));
        Assert.Equal(2, Kept(rule, 4, 3, 1e-4 + 1e-7, 1e-4));
        Assert.Equal(1, Kept(rule, 1e-4, 1e-4, 1e-4));
    }

    [Fact]
    public void P14_energy_grows_with_its_share_and_keeps_what_reaches_it()
    {
        Assert.Equal(1, Kept(new EnergyShare(0.3), 4, 3, 2, 1));
        Assert.Equal(1, Kept(new EnergyShare(0.4), 4, 3, 2, 1));
        Assert.Equal(2, Kept(new EnergyShare(0.41), 4, 3, 2, 1));
        Assert.Equal(4, Kept(new EnergyShare(1), 4, 3, 2, 1));
        Property.Holds(Property.Seeds, seed =>
        {
            var draw = new Draw(seed);
            var values = Spectra.Hard(draw, draw.Int(1, 20), 1e-4);
            var (a, b) = (draw.Real(0.01, 1), draw.Real(0.01, 1));
            var (less, more) = (Kept(new EnergyShare(Math.Min(a, b)), values), Kept(new EnergyShare(Math.Max(a, b)), values));
            Assert.InRange(less, 1, more);
            Assert.InRange(values.Take(more).Sum() / values.Sum(), Math.Max(a, b) - 1e-9, 1 + 1e-9);
        });
    }

    [Fact]
    public void A_count_is_a_count()
    {
        Assert.Equal(2, Kept(new FixedCount(2), 4, 3, 2, 1));
        Assert.Equal(4, Kept(new FixedCount(16), 4, 3, 2, 1));
        Assert.Equal(4, Kept(new KeepAll(), 4, 3, 2, 1));
    }

    [Fact]
    public void P15_null_directions_are_counted_alike_however_the_data_comes()
    {
        var draw = new Draw(1);
        // 3 x 3 patches of three smooth channels, seen by 64 filters: rank 27.
        var image = nn.functional.avg_pool2d(draw.Normal([8, 3, 40, 40], ScalarType.Float64), 5, stride: 1, padding: 2);
        var x = nn.functional.conv2d(image, draw.Normal([64, 3, 3, 3], ScalarType.Float64, 0.2));
        const double epsilon = 1e-4;
        int Count(Tensor activations)
        {
            var root = new SpectralMap(new InverseSquareRoot(), new ExactGradient(), new NullTolerance(epsilon));
            var mixed = ChannelMixing.Of(activations.flatten(2), null, null, root, new ChannelGroups(64, 64), epsilon);
            var gain = linalg.eigvalsh(mixed.Mixing.to(ScalarType.Float64)).abs().max().ToDouble();
            Assert.InRange(gain, 0, 1 / Math.Sqrt(epsilon) * (1 - 1e-6));
            return (int)linalg.eigvalsh(mixed.Mixing.to(ScalarType.Float64)).gt(1e-6).sum().item<long>();
        }
        var q = Spectra.Rotation(draw, 64);
        var turned = nn.functional.conv2d(x, q.view(64, 64, 1, 1));
        Assert.Equal(27, Count(x));
        Assert.Equal(27, Count(turned));
        Assert.Equal(27, Count(x.to(ScalarType.Float32)));
        Assert.Equal(27, Count(turned.to(ScalarType.Float32)));
        Assert.Equal(27, Count(x.flip(0).contiguous()));
    }

    [Fact]
    public void Options_that_mean_nothing_are_refused()
    {
        Assert.All([0, -1, 1.5, double.NaN], share => Assert.Throws<ArgumentOutOfRangeException>(() => new EnergyShare(share)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedCount(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TaylorGradient(0));
    }
}
