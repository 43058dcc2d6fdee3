using Enn.NonNegative;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>Networks with weights from a formula, independent of any random generator.</summary>
internal static class Networks
{
    /// <summary>The fill of the reference measurements: a 32-bit linear congruential generator; weights u sqrt(6/(fan_in+fan_out)), biases u/sqrt(fan_in).</summary>
    internal static void Fill(nn.Module network)
    {
        uint s = 12345;
        double Next()
        {
            s = unchecked(1664525 * s + 1013904223);
            return 2 * (s / 4294967296.0) - 1;
        }
        using var _ = no_grad();
        foreach (var module in network.modules())
        {
            var (weight, bias) = module switch
            {
                Linear l => (l.weight!, l.bias),
                Convolution c => (c.weight!, c.bias),
                _ => (null, null),
            };
            if (weight is null) continue;
            var positions = weight.numel() / (weight.size(0) * weight.size(1));
            var (fanIn, fanOut) = (weight.size(1) * positions, weight.size(0) * positions);
            Set(weight, Math.Sqrt(6.0 / (fanIn + fanOut)));
            if (bias is not null) Set(bias, 1 / Math.Sqrt(fanIn));
        }

        void Set(Parameter parameter, double scale)
        {
            var values = new float[parameter.numel()];
            for (var i = 0; i < values.Length; i++) values[i] = (float)(Next() * scale);
            parameter.copy_(tensor(values, parameter.shape));
        }
    }

    /// <summary>Random weights, and batch normalisations that do something, from a seed.</summary>
    internal static T Randomise<T>(T network, int seed, double gain = 1) where T : nn.Module
    {
        using var _ = no_grad();
        var draw = new Draw(seed);
        foreach (var (name, value) in network.state_dict())
        {
            if (value.dtype == ScalarType.Int64) continue;
            if (value.ndim > 1) value.copy_(draw.Normal(value.shape, ScalarType.Float64, gain / Math.Sqrt(value.numel() / value.size(0))));
            else if (name.EndsWith("running_var", StringComparison.Ordinal)) value.copy_(draw.Uniform(value.shape, ScalarType.Float64, 0.5, 2));
            else if (name.EndsWith("weight", StringComparison.Ordinal)) value.copy_(draw.Normal(value.shape, ScalarType.Float64) + 1);
            else value.copy_(draw.Normal(value.shape, ScalarType.Float64, 0.3));
        }
        return network;
    }
}
