using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>The last of a sequence of states: [B, T, H] -&gt; [B, H].</summary>
public sealed class LastStep : Module<Tensor, Tensor>
{
    /// <summary>The module; it has no state.</summary>
    public LastStep() : base(nameof(LastStep)) { }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => x.select(1, x.size(1) - 1);
}
