using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>Whole optimizer steps over many parameters.</summary>
internal static class FusedUpdates
{
    /// <summary>theta = max(0, theta - lr g).</summary>
    internal static void ClippedSgd(Parameter[] parameters, double lr)
    {
        foreach (var parameter in parameters)
            if (parameter.grad is { } grad) parameter.add_(grad, -lr).clamp_min_(0);
    }

    /// <summary>theta -= lr_out |theta| tanh(lr_in g).</summary>
    internal static void Multiplicative(Parameter[] parameters, double lrIn, double lrOut)
    {
        foreach (var parameter in parameters)
            if (parameter.grad is { } grad) parameter.addcmul_(parameter.abs(), grad.mul(lrIn).tanh_(), -lrOut);
    }

    /// <summary>Forgets the gradients.</summary>
    internal static void ClearGradients(Parameter[] parameters)
    {
        foreach (var parameter in parameters) parameter.grad = null;
    }
}
