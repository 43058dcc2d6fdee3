using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Equivariant;

/// <summary>Differences relative to the largest magnitude of what is expected.</summary>
internal static class Close
{
    internal static double Error(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        if (expected.numel() == 0) return 0;
        var (a, b) = (expected.detach().to(ScalarType.Float64), actual.detach().to(ScalarType.Float64));
        return (a - b).abs().max().ToDouble() / Math.Max(a.abs().max().ToDouble(), 1e-300);
    }

    internal static void Within(double tolerance, Tensor expected, Tensor actual)
    {
        var error = Error(expected, actual);
        Assert.True(error <= tolerance, $"relative error {error:0.0e+0}, more than {tolerance:0.0e+0}");
    }
}
