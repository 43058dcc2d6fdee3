using System.Text.Json;
using Enn.Torch.Core;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>Values that Python PyTorch computed (golden/make_nn.py) and the formula-filled tensors that both sides use.</summary>
internal static class Golden
{
    private static readonly Op _arange = "arange", _mul = "mul.Scalar", _add = "add.Scalar", _sin = "sin", _reshape = "reshape", _to = "to.dtype", _contiguous = "contiguous";
    private static readonly JsonElement _root = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "nn.json"))).RootElement;

    internal static JsonElement Of(string section) => _root.GetProperty(section);
    internal static JsonElement Of(string section, string name) => _root.GetProperty(section).GetProperty(name);

    /// <summary>sin(0.7 i + phase) scale.</summary>
    internal static Tensor Fill(long[] shape, double scale = 1, double phase = 0) =>
        _reshape.Call(_mul.Call(_sin.Call(_add.Call(_mul.Call(_arange.Call(shape.Aggregate(1L, (a, b) => a * b), float64), 0.7), phase)), scale), shape);

    internal static double[] Values(Tensor tensor) => _contiguous.Call(_to.Call(tensor.detach(), float64)).Span<double>().ToArray();

    internal static void Close(JsonElement expected, Tensor actual, double tolerance, string what)
    {
        Assert.True(expected.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()).SequenceEqual(actual.shape), $"{what}: shape [{string.Join(",", actual.shape)}]");
        CloseList(expected.GetProperty("values"), Values(actual), tolerance, what);
    }

    internal static void CloseList(JsonElement expected, double[] actual, double tolerance, string what)
    {
        var values = expected.EnumerateArray().Select(v => v.GetDouble()).ToArray();
        Assert.Equal(values.Length, actual.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(values[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(values[i])), $"{what}[{i}]: Python {values[i]:R}, here {actual[i]:R}");
    }
}
