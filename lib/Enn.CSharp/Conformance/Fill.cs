using System.Text;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Conformance;

/// <summary>
/// The formula that gives both sides of a conformance case the same weights and inputs (tests/conformance/README.md): a splitmix64 stream seeded by the
/// CRC-32 of the tensor's name, computed in float64 and then cast.
/// </summary>
public static class Fill
{
    private const double Ulp = 1.0 / (1L << 52);

    /// <summary>u(name, k) for k = 0 ... count-1: uniform in [-1, 1).</summary>
    public static double[] Uniform(string name, long count)
    {
        var seed = (ulong)Crc32(Encoding.UTF8.GetBytes(name)) << 32;
        var values = new double[count];
        for (long k = 0; k < count; k++)
        {
            var z = seed + unchecked((ulong)(k + 1) * 0x9E3779B97F4A7C15UL);
            z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
            z ^= z >> 31;
            values[k] = (z >> 11) * Ulp - 1;
        }
        return values;
    }

    /// <summary>The value of a state-dict entry, float64.</summary>
    public static Tensor Value(string name, long[] shape)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        var count = shape.Aggregate(1L, (product, size) => product * size);
        if (last == "num_batches_tracked") return zeros(shape, ScalarType.Float64);
        var u = Uniform(name, count);
        var (offset, scale) = shape.Length switch
        {
            2 when last is "Q" or "P" => (0, Math.Sqrt(3.0 / shape[0])),
            >= 2 => (0, Math.Sqrt(3.0 * shape[0] / count)),
            1 when last is "running_var" or "Lambda" or "weight" => (1, 0.1),
            _ => (0.0, 0.1),
        };
        for (var k = 0; k < u.Length; k++) u[k] = offset + scale * u[k];
        return tensor(u, shape, ScalarType.Float64);
    }

    /// <summary>Sets every entry of a module's state dict, or those that are chosen; numbers keep their tensor's type.</summary>
    public static void State(Module module, Func<string, bool>? which = null)
    {
        using var _ = no_grad();
        foreach (var (name, value) in module.state_dict())
            if (which is null || which(name)) value.copy_(Value(name, value.shape));
    }

    /// <summary>A case's input: u("input:" + label, k) spread over [low, high).</summary>
    public static Tensor Input(string label, long[] shape, double low, double high)
    {
        var u = Uniform("input:" + label, shape.Aggregate(1L, (product, size) => product * size));
        for (var k = 0; k < u.Length; k++) u[k] = low + (high - low) * (u[k] + 1) / 2;
        return tensor(u, shape, ScalarType.Float64);
    }

    /// <summary>A case's labels: (7 i + 3) mod classes.</summary>
    public static Tensor Labels(long count, int classes) => tensor([.. Enumerable.Range(0, (int)count).Select(i => (7L * i + 3) % classes)], ScalarType.Int64);

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
