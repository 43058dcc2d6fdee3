using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>Comparisons of tensors.</summary>
internal static class Near
{
    internal static double Difference(Tensor a, Tensor b)
    {
        Assert.Equal(a.shape, b.shape);
        return a.numel() == 0 ? 0 : (a.detach().to(ScalarType.Float64) - b.detach().to(ScalarType.Float64)).abs().max().ToDouble();
    }

    internal static void Within(double tolerance, Tensor a, Tensor b)
    {
        var difference = Difference(a, b);
        Assert.True(difference <= tolerance, $"differ by {difference}, more than {tolerance}");
    }

    /// <summary>With a tolerance of its own for each element (or row, by broadcasting).</summary>
    internal static void Within(Tensor tolerance, Tensor a, Tensor b)
    {
        Assert.Equal(a.shape, b.shape);
        var excess = (a.detach().to(ScalarType.Float64) - b.detach().to(ScalarType.Float64)).abs() - tolerance.detach().to(ScalarType.Float64);
        Assert.True(excess.le(0).all().item<bool>(), $"differ by {excess.max().ToDouble()} more than allowed");
    }

    internal static void Exactly(Tensor a, Tensor b)
    {
        Assert.Equal(a.shape, b.shape);
        Assert.True(a.eq(b).all().item<bool>(), "not equal");
    }

    internal static void NotNegative(Tensor values)
    {
        var minimum = values.min().ToDouble();
        Assert.True(minimum >= 0, $"the smallest value is {minimum}");
    }

    internal static void Values(double tolerance, Tensor actual, params double[] expected) =>
        Within(tolerance, actual.detach().to(ScalarType.Float64).flatten(), tensor(expected, ScalarType.Float64));
}
