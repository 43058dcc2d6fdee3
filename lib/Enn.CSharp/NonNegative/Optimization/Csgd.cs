using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>Clipped SGD (CSGD): theta = max(0, theta - lr g). Projected gradient descent onto the non-negative numbers.</summary>
public sealed class Csgd : NonNegativeOptimizer
{
    private readonly double _lr;

    /// <summary>An optimizer of these parameters.</summary>
    /// <param name="parameters">Non-negative parameters.</param>
    /// <param name="lr">The learning rate, at least 0.</param>
    /// <param name="options">Momentum and weight decay; null for none.</param>
    public Csgd(IEnumerable<Parameter> parameters, double lr, MomentumOptions? options = null) : base(parameters, options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lr);
        _lr = lr;
    }

    private protected override void StepAll() => Fused.ClippedSgd(Parameters, _lr);

    private protected override void Change(Parameter parameter, Tensor grad, int index) => parameter.add_(WithMomentum(grad, index), -_lr).clamp_min_(0);
}
