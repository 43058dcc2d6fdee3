using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>The initialisers of the paper's code. Each goes over all linear layers and convolutions of a network; random numbers come from the default generator.</summary>
public static class Initialisers
{
    /// <summary>Weights ~ N(0, 2 / (fan_in + fan_out)), as every experiment uses; biases keep torch's U(-1/sqrt(fan_in), 1/sqrt(fan_in)).</summary>
    public static void XavierNormal(Module network) => Each(network, (weight, _) => init.xavier_normal_(weight));

    /// <summary>Weights ~ N(0, 2 / fan_in).</summary>
    public static void KaimingNormal(Module network) => Each(network, (weight, _) => init.kaiming_normal_(weight));

    /// <summary>Weights ~ Exp(lambda): the paper's non-negative baseline.</summary>
    public static void Exponential(Module network, double lambda) => Each(network, (weight, _) => weight.exponential_(lambda));

    /// <summary>Every bias set to a constant.</summary>
    public static void FillBias(Module network, double value) => Each(network, (_, bias) => bias?.fill_(value));

    private static void Each(Module network, Action<Tensor, Tensor?> set)
    {
        using var _ = no_grad();
        foreach (var module in network.modules())
        {
            if (module is Linear linear) set(linear.weight!, linear.bias);
            else if (module is Convolution convolution) set(convolution.weight!, convolution.bias);
        }
    }
}
