using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Enn.Torch.Tests;

/// <summary>max_pool2d by 2 has loops of its own; libtorch's are the reference, to the bit.</summary>
public class HalvingPoolTests
{
    public static TheoryData<long[], ScalarType> Shapes()
    {
        var data = new TheoryData<long[], ScalarType>();
        long[][] shapes = [[2, 3, 8, 8], [3, 2, 2], [1, 2, 7, 9], [2, 1, 5, 34], [4, 2, 6, 28], [64, 8, 32, 32], [1, 1, 2, 3]];
        foreach (var shape in shapes)
            foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 }) data.Add(shape, type);
        return data;
    }

    // Few values, so that many are equal, and some that compare with nothing.
    private static Tensor Input(long[] shape, ScalarType type)
    {
        using var generator = new Generator(5);
        var x = randint(-2, 3, shape, dtype: type, generator: generator);
        var special = randint(0, 12, shape, generator: generator);
        x = where(special == 0, full_like(x, double.NaN), x);
        return where(special == 1, full_like(x, double.NegativeInfinity), x);
    }

    private static Tensor Ramp(long[] shape, ScalarType type, double start) => (arange(0, shape.Aggregate((a, b) => a * b), dtype: type) * 0.37 + start).sin().view(shape);

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.detach().contiguous().bytes.ToArray(), actual.detach().contiguous().bytes.ToArray());
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Values_and_gradients_are_libtorchs(long[] shape, ScalarType type)
    {
        var ours = Input(shape, type).requires_grad_();
        var theirs = ours.detach().clone().requires_grad_();
        var (y, expected) = (F.max_pool2d(ours, 2), F.max_pool2d_with_indices(theirs, [2, 2]).output);
        Same(expected, y);
        // Zeros of both signs among them.
        var weight = Ramp(y.shape, type, 1);
        weight = where(weight.abs() < 0.2, weight * 0, weight);
        y.backward([weight]);
        expected.backward([weight]);
        Same(theirs.grad!, ours.grad!);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void So_are_gradients_of_gradients(long[] shape, ScalarType type)
    {
        var results = new[] { false, true }.Select(reference =>
        {
            var x = Ramp(shape, type, 0).requires_grad_();
            var y = reference ? F.max_pool2d_with_indices(x, [2, 2]).output : F.max_pool2d(x, 2);
            var gradient = autograd.grad([y.pow(3).sum()], [x], create_graph: true)[0];
            return autograd.grad([(gradient * Ramp(shape, type, 2)).sum()], [x])[0];
        }).ToArray();
        Same(results[0], results[1]);
    }

    [Fact]
    public void What_the_loops_are_not_for_is_libtorchs()
    {
        var x = Ramp([2, 3, 6, 6], ScalarType.Float32, 0);
        foreach (var input in new[] { x.transpose(2, 3), x.to_channels_last(), x.to(ScalarType.BFloat16), zeros(0, 3, 4, 4) })
            Same(F.max_pool2d_with_indices(input, [2, 2]).output, F.max_pool2d(input, 2));
        Assert.ThrowsAny<Exception>(() => F.max_pool2d(zeros(4, 4), 2));
        Assert.ThrowsAny<Exception>(() => F.max_pool2d(zeros(1, 1, 1, 4), 2));
    }
}
