using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>f(lambda) = lambda^(-1/2): ZCA whitening. Differences without cancellation, with a = sqrt(small) and b = sqrt(large).</summary>
public sealed class InverseSquareRoot : SpectralFunction
{
    /// <inheritdoc/>
    public override string Name => "zca";

    /// <inheritdoc/>
    public override Tensor Value(Tensor values) => values.rsqrt();

    /// <inheritdoc/>
    public override Tensor Derivative(Tensor values) => values.pow(-1.5).mul_(-0.5);

    /// <summary>-1 / (a b (a + b)).</summary>
    /// <inheritdoc/>
    public override Tensor DividedDifference(Tensor large, Tensor small)
    {
        var (a, b) = (small.sqrt(), large.sqrt());
        return (a * b).mul_(a + b).reciprocal_().neg_();
    }

    /// <summary>-(a^2 + a b + b^2) / (a^3 b (a + b)).</summary>
    /// <inheritdoc/>
    public override Tensor Bias(Tensor large, Tensor small)
    {
        var (a, b) = (small.sqrt(), large.sqrt());
        return (small + a * b + large).div_(small * a * b * (a + b)).neg_();
    }
}
