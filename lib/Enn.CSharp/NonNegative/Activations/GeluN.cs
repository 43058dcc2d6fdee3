using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>GELU of min(x, n): values in [-0.16998, n]. They are signed, so the layer after it uses the signed-input form.</summary>
public sealed class GeluN : Activation
{
    // GELU's minimum is -0.169971..., at x = -0.751792; the margin covers float32 rounding.
    private const double Minimum = -0.16998;

    private readonly double _bound;

    /// <summary>The activation with upper bound n &gt; 0; the paper's code uses 6.</summary>
    public GeluN(double n = 6) : base(nameof(GeluN))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(n);
        _bound = n;
    }

    /// <inheritdoc/>
    public override InputRange? Range => new(Minimum, _bound);

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => x.clamp_max(_bound).gelu();
}
