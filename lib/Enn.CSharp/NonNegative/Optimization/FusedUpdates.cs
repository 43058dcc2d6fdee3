using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>Whole optimizer steps over many parameters: one native call each where Enn.Torch is there, composed of tensor operations elsewhere.</summary>
internal sealed class FusedUpdates
{
#if ENN_TORCH
    private readonly Torch.FusedSteps _steps = new();
#endif

    /// <summary>theta = max(0, theta - lr g).</summary>
    internal void ClippedSgd(Parameter[] parameters, double lr)
    {
#if ENN_TORCH
        _steps.ClippedSgd(parameters, lr);
#else
        foreach (var parameter in parameters)
            if (parameter.grad is { } grad) parameter.add_(grad, -lr).clamp_min_(0);
#endif
    }

    /// <summary>theta -= lr_out |theta| tanh(lr_in g).</summary>
    internal void Multiplicative(Parameter[] parameters, double lrIn, double lrOut)
    {
#if ENN_TORCH
        _steps.Multiplicative(parameters, lrIn, lrOut);
#else
        foreach (var parameter in parameters)
            if (parameter.grad is { } grad) parameter.addcmul_(parameter.abs(), grad.mul(lrIn).tanh_(), -lrOut);
#endif
    }
}
