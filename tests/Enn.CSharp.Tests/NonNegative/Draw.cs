using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>Tensors and shapes drawn from one seed.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random _random = new(seed);

    internal int Int(int low, int high) => _random.Next(low, high + 1);
    internal bool Flag(double probability = 0.5) => _random.NextDouble() < probability;
    internal double Real(double low, double high) => low + (high - low) * _random.NextDouble();
    internal T One<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    internal Tensor Normal(long[] shape, ScalarType dtype, double scale = 1) => Fill(shape, dtype, () =>
        scale * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));

    internal Tensor Uniform(long[] shape, ScalarType dtype, double low = 0, double high = 1) => Fill(shape, dtype, () => Real(low, high)).clamp(low, high);

    /// <summary>Normal weights whose first rows are the hard ones: all positive, all negative, all zero.</summary>
    internal Tensor Weight(long[] shape, ScalarType dtype)
    {
        var weight = Normal(shape, dtype, Real(0.01, 3));
        for (var row = 0; row < Math.Min(3, shape[0]); row++)
        {
            if (Flag()) continue;
            using var values = weight[row];
            if (row == 0) values.abs_();
            else if (row == 1) values.abs_().neg_();
            else values.zero_();
        }
        return weight;
    }

    private static Tensor Fill(long[] shape, ScalarType dtype, Func<double> next)
    {
        var values = new double[shape.Aggregate(1L, (p, s) => p * s)];
        for (var i = 0; i < values.Length; i++) values[i] = next();
        return tensor(values, shape, ScalarType.Float64).to(dtype);
    }
}
