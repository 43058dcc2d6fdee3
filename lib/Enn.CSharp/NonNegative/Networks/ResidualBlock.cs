using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>activation(main(x) + shortcut(x)).</summary>
public abstract class ResidualBlock : Module<Tensor, Tensor>, IResidual
{
    private protected ResidualBlock(string name) : base(name) { }

    /// <inheritdoc/>
    public abstract IReadOnlyList<Module<Tensor, Tensor>> Main { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<Module<Tensor, Tensor>> Shortcut { get; }

    /// <inheritdoc/>
    public abstract Activation Activation { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        var main = x;
        foreach (var layer in Main) main = layer.forward(main);
        var shortcut = x;
        foreach (var layer in Shortcut) shortcut = layer.forward(shortcut);
        return Activation.forward(main + shortcut);
    }
}
