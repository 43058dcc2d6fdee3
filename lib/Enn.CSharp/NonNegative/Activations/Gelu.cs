using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>x Phi(x), unbounded above: in a transformed network <see cref="GeluN"/> stands for it.</summary>
public sealed class Gelu : Activation
{
    /// <summary>The activation.</summary>
    public Gelu() : base(nameof(Gelu)) { }

    /// <inheritdoc/>
    public override InputRange? Range => null;

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => x.gelu();

    /// <inheritdoc/>
    public override Activation Bounded(double? bound) => new GeluN(Needed(bound));
}
