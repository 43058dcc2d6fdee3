using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>min(max(x, 0), n), with values in [0, n].</summary>
public sealed class ReluN : Activation
{
    private readonly double _bound;

    /// <summary>The activation with upper bound n &gt;= 0.</summary>
    public ReluN(double n) : base(nameof(ReluN))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        _bound = n;
    }

    /// <inheritdoc/>
    public override InputRange? Range => InputRange.UpTo(_bound);

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => x.clamp(0, _bound);
}
