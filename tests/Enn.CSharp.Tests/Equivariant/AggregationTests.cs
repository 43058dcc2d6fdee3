using Enn.CSharp.Tests.NonNegative;
using Enn.Equivariant;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.CSharp.Tests.Equivariant;

/// <summary>Aggregation: the fused operator, the shifted views and the definition with an unfolded tensor are one function.</summary>
public class AggregationTests
{
    private sealed record Case(PlanarGroup Group, int Kernel, int Stride, Tensor Kernels, Tensor Values)
    {
        internal static Case Of(Draw draw, ScalarType dtype, int stride = 1)
        {
            var (group, kernel, slices, share) = (draw.One([.. PlanarGroup.All]), draw.One(1, 3, 5, 7), draw.Int(1, 3), draw.One(1, 2, 3, 5, 8, 13));
            // Around the widths of vectors, and rows shorter than a kernel.
            var (batch, height, width) = (draw.Int(0, 3), stride * draw.Int(1, 6), stride * draw.One(1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 19, 32, 33));
            return new(group, kernel, stride,
                draw.Normal([batch, slices * kernel * kernel * group.Order, height / stride, width / stride], dtype).requires_grad_(),
                draw.Normal([batch, slices * share * group.Order, height, width], dtype).requires_grad_());
        }

        internal Tensor Fused() => Aggregation.Apply(Kernels, Values, Group, Kernel, Stride);

        internal Tensor Views() => ShiftedViews.Apply(Kernels, Values, Group, Kernel, Stride);

        // The definition: turn the kernels, unfold the values, multiply, sum.
        internal Tensor Unfolded()
        {
            var (batch, n, pixels) = (Values.size(0), Group.Order, Kernel * Kernel);
            var (height, width) = (Kernels.size(2), Kernels.size(3));
            var slices = Kernels.size(1) / (n * pixels);
            var raw = Kernels.view(batch, slices, pixels, n, height, width);
            var turned = stack([.. Group.Elements.Select(g => raw.select(3, g).index_select(2, tensor([.. Group.PixelPermutation(g, Kernel).Select(u => (long)u)])))], 3);
            var unfolded = functional.unfold(Values, (Kernel, Kernel), padding: (Kernel / 2, Kernel / 2), stride: (Stride, Stride));
            var seen = unfolded.view(batch, slices, Values.size(1) / (slices * n), n, pixels, height, width).transpose(3, 4);
            return (turned.unsqueeze(2) * seen).sum(3).view(batch, Values.size(1), height, width);
        }

        internal (Tensor Y, Tensor OfKernels, Tensor OfValues) Run(Func<Tensor> how, Tensor? grad)
        {
            Kernels.grad = Values.grad = null;
            var y = how();
            y.backward([grad ?? ones_like(y)]);
            return (y, Kernels.grad!.clone(), Values.grad!.clone());
        }
    }

    private static void Agree(Case c, ScalarType dtype, Draw draw)
    {
        var tolerance = dtype == ScalarType.Float64 ? 1e-13 : 2e-6;
        var expected = c.Unfolded();
        var grad = draw.Normal(expected.shape, dtype);
        foreach (var how in new Func<Tensor>[] { c.Fused, c.Views })
        {
            var (y, dk, dv) = c.Run(how, grad);
            Close.Within(tolerance, expected, y);
            if (y.numel() == 0) continue;
            var (_, ofKernels, ofValues) = c.Run(c.Unfolded, grad);
            Close.Within(tolerance, ofKernels, dk);
            Close.Within(tolerance, ofValues, dv);
        }
    }

    [Fact]
    public void Both_ways_give_the_definitions_values_and_gradients() => Property.Holds(Property.Seeds, seed =>
    {
        using var scope = NewDisposeScope();
        var draw = new Draw(seed);
        var dtype = draw.One(ScalarType.Float32, ScalarType.Float64);
        Agree(Case.Of(draw, dtype), dtype, draw);
    }, 120);

    [Fact]
    public void A_stride_samples_the_result() => Property.Holds(Property.Seeds, seed =>
    {
        using var scope = NewDisposeScope();
        var draw = new Draw(seed);
        Agree(Case.Of(draw, ScalarType.Float64, draw.Int(2, 3)), ScalarType.Float64, draw);
    }, 20);

    [Fact]
    public void It_is_bilinear_and_its_gradients_are_adjoint() => Property.Holds(Property.Seeds, seed =>
    {
        using var scope = NewDisposeScope();
        var draw = new Draw(seed);
        var c = Case.Of(draw, ScalarType.Float64);
        var second = c with { Kernels = draw.Normal(c.Kernels.shape, ScalarType.Float64) };
        Close.Within(1e-13, 2 * c.Fused() - 3 * second.Fused(), (c with { Kernels = 2 * c.Kernels - 3 * second.Kernels }).Fused());
        if (c.Values.numel() == 0) return;
        var grad = draw.Normal(c.Values.shape, ScalarType.Float64);
        var (y, dk, dv) = c.Run(c.Fused, grad);
        var scale = (y.abs() * grad.abs()).sum().ToDouble() + 1;
        Assert.Equal((y * grad).sum().ToDouble() / scale, (c.Kernels * dk).sum().ToDouble() / scale, 1e-12);
        Assert.Equal((y * grad).sum().ToDouble() / scale, (c.Values * dv).sum().ToDouble() / scale, 1e-12);
    });

    [Theory]
    [InlineData(ScalarType.Float32, 3, 2)]
    [InlineData(ScalarType.Float64, 5, 9)]
    public void Results_too_large_for_a_cache_are_the_same(ScalarType dtype, int kernel, int share)
    {
        // More than 16 MiB of K in rows of whole vectors: what is written goes past the caches.
        using var scope = NewDisposeScope();
        var draw = new Draw(7);
        var slices = 1 + (17L << 20) / (2 * kernel * kernel * 4 * 32 * 32 * dtype.ElementSize());
        var c = new Case(PlanarGroup.C4, kernel, 1, draw.Normal([2, slices * kernel * kernel * 4, 32, 32], dtype).requires_grad_(),
            draw.Normal([2, slices * share * 4, 32, 32], dtype).requires_grad_());
        Agree(c, dtype, draw);
    }

    [Fact]
    public void Threads_and_the_order_of_memory_change_nothing() => Property.Holds(Property.Seeds, seed =>
    {
        using var scope = NewDisposeScope();
        var draw = new Draw(seed);
        var c = Case.Of(draw, ScalarType.Float32);
        if (c.Values.numel() == 0) return;
        var grad = draw.Normal(c.Values.shape, ScalarType.Float32);
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            var one = c.Run(c.Fused, grad);
            set_num_threads(3);
            var three = c.Run(c.Fused, grad);
            Near.Exactly(one.Y, three.Y);
            Near.Exactly(one.OfKernels, three.OfKernels);
            Near.Exactly(one.OfValues, three.OfValues);
        }
        finally
        {
            set_num_threads(threads);
        }
        Tensor Reordered(Tensor t) => t.detach().permute(3, 1, 0, 2).contiguous().permute(2, 1, 3, 0);
        Near.Exactly(c.Fused(), Aggregation.Apply(Reordered(c.Kernels), Reordered(c.Values), c.Group, c.Kernel));
    }, 25);

    [Fact]
    public void Only_the_gradients_that_are_needed_are_made()
    {
        var c = Case.Of(new Draw(8), ScalarType.Float64);
        var whole = c.Run(c.Fused, null);
        c.Kernels.grad = c.Values.grad = null;
        Aggregation.Apply(c.Kernels.detach(), c.Values, c.Group, c.Kernel).sum().backward();
        Near.Exactly(whole.OfValues, c.Values.grad!);
        Aggregation.Apply(c.Kernels, c.Values.detach(), c.Group, c.Kernel).sum().backward();
        Near.Exactly(whole.OfKernels, c.Kernels.grad!);
    }

    [Fact]
    public void Values_outside_a_map_are_zero_even_beside_numbers_that_are_none()
    {
        var kernels = full([1, 9, 4, 20], float.NaN);
        var values = zeros(1, 2, 4, 20);
        kernels[0, TensorIndex.Colon, 1] = 1;
        kernels.requires_grad_();
        values.requires_grad_();
        var y = Aggregation.Apply(kernels, values, PlanarGroup.Trivial, 3);
        var grad = zeros_like(y);
        grad[0, TensorIndex.Colon, 1] = 1;
        y.backward([grad]);
        Assert.False(y[0, 0, 1].isnan().any().item<bool>());
        Assert.True(y[0, 0, 2].isnan().all().item<bool>());
        // Row 3 hears of row 2 alone, whose kernels are no numbers.
        Assert.True(values.grad![0, 0, 3].isnan().all().item<bool>());
        Assert.False(kernels.grad!.isnan().any().item<bool>());
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var (kernels, values) = (zeros(2, 36, 5, 5), zeros(2, 8, 5, 5));
        foreach (var wrong in new Action[]
        {
            () => Aggregation.Apply(kernels, values, PlanarGroup.C4, 5), () => Aggregation.Apply(kernels, values, PlanarGroup.D4, 3), () => Aggregation.Apply(kernels, values.narrow(1, 0, 7), PlanarGroup.C4, 3),
            () => Aggregation.Apply(kernels, values.narrow(2, 0, 4), PlanarGroup.C4, 3), () => Aggregation.Apply(kernels.narrow(0, 0, 1), values, PlanarGroup.C4, 3), () => Aggregation.Apply(kernels, values, PlanarGroup.C4, 3, 2),
        })
            Assert.Contains("do not fit", Assert.Throws<ArgumentException>(wrong).Message);
    }
}
