using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>A function of one eigenvalue, with the differences that gradients are made of in forms that do not cancel.</summary>
public abstract class SpectralFunction
{
    /// <summary>What tables and settings call it.</summary>
    public abstract string Name { get; }

    /// <summary>f(lambda).</summary>
    public abstract Tensor Value(Tensor values);

    /// <summary>f'(lambda).</summary>
    public abstract Tensor Derivative(Tensor values);

    /// <summary>(f(l) - f(s)) / (l - s) of each pair, f' at ties.</summary>
    /// <param name="large">l, the larger.</param>
    /// <param name="small">s, the smaller.</param>
    public abstract Tensor DividedDifference(Tensor large, Tensor small);

    /// <summary>l times the divided difference of f(x)/x: what the paper's truncated series gets wrong, before its factor rho^n.</summary>
    /// <param name="large">l, the larger.</param>
    /// <param name="small">s, the smaller.</param>
    public abstract Tensor Bias(Tensor large, Tensor small);
}
