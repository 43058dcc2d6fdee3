using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>The fused pieces of non-negative layers against the same written in ordinary operators.</summary>
public class FusedNonNegativeTests
{
    private static Tensor Random(ScalarType type, params long[] size) => rand(size, dtype: type);

    private static double Difference(Tensor a, Tensor b) => (a - b).abs().max().to_type(ScalarType.Float64).item<double>();

    [Theory]
    [InlineData(ScalarType.Float32, false, 1e-5)]
    [InlineData(ScalarType.Float32, true, 1e-5)]
    [InlineData(ScalarType.Float64, false, 1e-13)]
    [InlineData(ScalarType.Float64, true, 1e-13)]
    public void Folding_is_its_formula_and_so_are_its_gradients(ScalarType type, bool signed, double tolerance)
    {
        manual_seed(1);
        foreach (var shape in new long[][] { [5, 37], [3, 2, 3, 3], [1, 1] })
        {
            Tensor plus = Random(type, shape).requires_grad_(), minus = Random(type, shape).requires_grad_(), bias = Random(type, shape[0]).requires_grad_();
            Tensor max = tensor(1.5, type), shift = tensor(0.25, type);
            var min = signed ? tensor(-0.5, type) : null;
            Tensor outer = Random(type, shape), inner = Random(type, shape[0]);

            var (weight, folded) = FusedNonNegative.FoldBranches(plus, minus, bias, max, min, shift);
            var fused = autograd.grad([(weight * outer).sum() + (folded * inner).sum()], [plus, minus, bias]);

            var expected = bias + 1.5 * minus.flatten(1).sum(1) - 0.25;
            if (signed) expected += 0.5 * plus.flatten(1).sum(1);
            var plain = autograd.grad([((plus - minus) * outer).sum() + (expected * inner).sum()], [plus, minus, bias]);

            Assert.True(Difference(weight, plus - minus) == 0);
            Assert.True(Difference(folded, expected) <= tolerance * 20);
            for (var i = 0; i < 3; i++) Assert.True(Difference(fused[i], plain[i]) <= tolerance);
        }
    }

    [Fact]
    public void Folding_refuses_shapes_that_do_not_fit()
    {
        var error = Assert.Throws<TorchException>(() => FusedNonNegative.FoldBranches(ones(2, 3), ones(3, 2), ones(2), tensor(1f)));
        Assert.StartsWith("fold_branches(Float32[2,3], Float32[3,2]", error.Message);
        Assert.Throws<TorchException>(() => FusedNonNegative.FoldBranches(ones(2, 3), ones(2, 3), ones(3), tensor(1f)));
    }

    [Theory]
    [InlineData(ScalarType.Float32, 5e-7)]
    [InlineData(ScalarType.Float64, 1e-15)]
    public void The_sinusoidal_is_a_squared_sine_with_its_derivative(ScalarType type, double tolerance)
    {
        var x = linspace(-0.5, 1.5, 4001, dtype: type).requires_grad_();
        var y = FusedNonNegative.PhotonicSinusoidal(x);
        y.sum().backward();
        var u = x.detach().to_type(ScalarType.Float64).clamp(0, 1);
        Assert.True(Difference(y.detach().to_type(ScalarType.Float64), (u * (Math.PI / 2)).sin().square()) <= tolerance);
        Assert.True(Difference(x.grad!.to_type(ScalarType.Float64), (u * Math.PI).sin() * (Math.PI / 2)) <= 4 * tolerance);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void The_sinusoidal_stays_in_its_range_and_is_flat_outside(ScalarType type)
    {
        var x = tensor(new[] { double.NegativeInfinity, -1e30, -1, 0, 1, 2, 1e30, double.PositiveInfinity }).to_type(type).requires_grad_();
        var y = FusedNonNegative.PhotonicSinusoidal(x);
        y.sum().backward();
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], y.detach().to_type(ScalarType.Float64).data<double>().ToArray());
        Assert.Equal(new double[8], x.grad!.to_type(ScalarType.Float64).data<double>().ToArray());
        var nan = FusedNonNegative.PhotonicSinusoidal(tensor(new[] { double.NaN }).to_type(type));
        Assert.True(double.IsNaN(nan.to_type(ScalarType.Float64).item<double>()));
    }

    [Fact]
    public void The_sinusoidal_has_a_second_derivative()
    {
        var x = tensor(new[] { 0.2f, 0.7f }).requires_grad_();
        var first = autograd.grad([FusedNonNegative.PhotonicSinusoidal(x).sum()], [x], create_graph: true)[0];
        var second = autograd.grad([first.sum()], [x])[0];
        var expected = (x.detach() * Math.PI).cos() * (Math.PI * Math.PI / 2);
        Assert.True(Difference(second, expected) <= 1e-5);
    }
}
