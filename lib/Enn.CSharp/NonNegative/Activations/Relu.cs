using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>max(x, 0), unbounded: in a transformed network <see cref="ReluN"/> stands for it, equal as long as no value exceeds the bound.</summary>
public sealed class Relu : Activation
{
    /// <summary>The activation.</summary>
    public Relu() : base(nameof(Relu)) { }

    /// <inheritdoc/>
    public override InputRange? Range => null;

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => x.relu();

    /// <inheritdoc/>
    public override Activation Bounded(double? bound) => new ReluN(Needed(bound));
}
