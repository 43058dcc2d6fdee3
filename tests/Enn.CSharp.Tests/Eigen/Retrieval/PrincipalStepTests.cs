using Enn.CSharp.Tests.NonNegative;
using Enn.Eigen;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eigen.Retrieval;

/// <summary>The principal-component steps of the long/short variant.</summary>
public class PrincipalStepTests
{
    private static Tensor Unit(Tensor x) => nn.functional.normalize(x, dim: -1);

    [Fact]
    public void The_direction_is_that_of_a_decomposition_whatever_the_order_of_patches() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        // Of two patches the mean is orthogonal to the direction, which then has no sign.
        var (count, width) = (draw.Int(3, 30), draw.Int(2, 20));
        var patches = Unit(draw.Normal([3, count, width], ScalarType.Float64));
        var direction = PatchDirection.Of(patches);
        var order = tensor(Enumerable.Range(0, count).OrderBy(_ => draw.Int(0, 1 << 20)).Select(i => (long)i).ToArray());
        Near.Within(1e-9, direction, PatchDirection.Of(patches.index_select(1, order)));
        Near.Within(1e-12, ones(3, dtype: ScalarType.Float64), direction.norm(1));
        var centred = patches - patches.mean([1L], keepdim: true);
        var (_, _, vh) = linalg.svd(centred, fullMatrices: false);
        Near.Within(1e-9, ones(3, dtype: ScalarType.Float64), (vh.select(1, 0) * direction).sum(1).abs());
        // The sign does not come from the decomposition.
        var mean = patches.mean([1L]);
        Assert.True((direction * mean).sum(1).ge(0).all().item<bool>());
        foreach (var way in new[] { vh.select(1, 0), vh.select(1, 0).neg() }) Near.Within(1e-9, direction, PatchDirection.Towards(way, mean));
    });

    [Fact]
    public void A_planted_axis_is_found()
    {
        var draw = new Draw(4);
        foreach (var (count, width) in new[] { (16, 256), (200, 32) })
        {
            var axis = Unit(draw.Normal([1, width], ScalarType.Float32));
            // Along the axis the patches spread by 1, across it by 0.01; their mean has a part along it.
            var patches = axis + draw.Normal([count, 1], ScalarType.Float32) * axis + draw.Normal([count, width], ScalarType.Float32, 0.01 / Math.Sqrt(width));
            Assert.True((PatchDirection.Of(patches.unsqueeze(0)) * axis).sum().ToDouble() > 0.999);
        }
    }

    [Fact]
    public void The_gradient_is_that_of_differences_and_finite_where_eigenvalues_meet()
    {
        var draw = new Draw(6);
        var (patches, weight) = (draw.Normal([1, 6, 5], ScalarType.Float64), draw.Normal([1, 5], ScalarType.Float64));
        double Value(Tensor x) => (PatchDirection.Of(x) * weight).sum().ToDouble();
        var leaf = patches.clone().requires_grad_();
        (PatchDirection.Of(leaf, steps: 400) * weight).sum().backward();
        var change = draw.Normal([1, 6, 5], ScalarType.Float64);
        const double Step = 1e-6;
        Assert.Equal((Value(patches + change * Step) - Value(patches - change * Step)) / (2 * Step), (leaf.grad! * change).sum().ToDouble(), 1e-6);

        foreach (var degenerate in new[] { cat([eye(4, dtype: ScalarType.Float64), eye(4, dtype: ScalarType.Float64).neg()]).unsqueeze(0), ones(1, 5, 4, dtype: ScalarType.Float64) })
        {
            leaf = degenerate.clone().requires_grad_();
            PatchDirection.Of(leaf).sum().backward();
            Assert.True(leaf.grad!.isfinite().all().item<bool>());
        }
    }

    [Fact]
    public void A_reconstruction_of_full_rank_is_the_input_and_a_lower_one_the_nearest()
    {
        var draw = new Draw(7);
        foreach (var (batch, width) in new[] { (40, 12), (8, 30) })
        {
            var x = draw.Normal([batch, width], ScalarType.Float64);
            Near.Within(1e-12, x, BatchReconstruction.Of(x, Math.Min(batch - 1, width)));
            Near.Within(1e-12, x, BatchReconstruction.Of(x, 32 + width));
            var part = BatchReconstruction.Of(x, 3);
            var centred = x - x.mean([0L], keepdim: true);
            var (_, spectrum, _) = linalg.svd(centred, fullMatrices: false);
            // Eckart and Young: what is lost are the smaller singular values.
            Assert.Equal(spectrum.narrow(0, 3, spectrum.size(0) - 3).square().sum().ToDouble(), (x - part).square().sum().ToDouble(), 1e-9);
            Near.Within(1e-12, part.mean([0L]), x.mean([0L]));
        }
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PatchDirection.Of(ones(3, 4)));
        Assert.Throws<ArgumentException>(() => PatchDirection.Of(ones(2, 1, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PatchDirection.Of(ones(2, 3, 4), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchReconstruction.Of(ones(3, 4), 0));
    }
}
