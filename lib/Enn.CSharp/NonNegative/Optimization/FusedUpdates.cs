using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>Whole optimizer steps over the parameters that have a gradient; one object for each optimizer.</summary>
internal sealed class FusedUpdates
{
#if ENN_TORCH
    private readonly Enn.Torch.FusedSteps _steps = new();

    /// <summary>theta = max(0, theta - lr g).</summary>
    internal void ClippedSgd(Parameter[] parameters, double lr) => _steps.ClippedSgd(parameters, lr);

    /// <summary>theta -= lr_out |theta| tanh(lr_in g).</summary>
    internal void Multiplicative(Parameter[] parameters, double lrIn, double lrOut) => _steps.Multiplicative(parameters, lrIn, lrOut);
#else
    /// <summary>theta = max(0, theta - lr g).</summary>
    internal void ClippedSgd(Parameter[] parameters, double lr)
    {
        foreach (var parameter in parameters)
            if (parameter.grad is { } grad) parameter.add_(grad, -lr).clamp_min_(0);
    }

    /// <summary>theta -= lr_out |theta| tanh(lr_in g).</summary>
    internal void Multiplicative(Parameter[] parameters, double lrIn, double lrOut)
    {
        foreach (var parameter in parameters)
            if (parameter.grad is { } grad) parameter.addcmul_(parameter.abs(), grad.mul(lrIn).tanh_(), -lrOut);
    }
#endif
}
