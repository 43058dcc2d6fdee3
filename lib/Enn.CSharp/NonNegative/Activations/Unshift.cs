using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>The identity as an activation: after a layer it takes c off again, giving the signed logits z' - c.</summary>
public sealed class Unshift : Activation
{
    /// <summary>The activation.</summary>
    public Unshift() : base(nameof(Unshift)) { }

    /// <inheritdoc/>
    public override InputRange? Range => null;

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => x;

    /// <inheritdoc/>
    public override Tensor Shifted(Tensor u, Tensor shift) => u - shift;
}
