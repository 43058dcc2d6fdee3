using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>A residual block: activation(main(x) + shortcut(x)).</summary>
public interface IResidual
{
    /// <summary>The layers of the main path.</summary>
    IReadOnlyList<Module<Tensor, Tensor>> Main { get; }

    /// <summary>The layers of the shortcut; none for the identity.</summary>
    IReadOnlyList<Module<Tensor, Tensor>> Shortcut { get; }

    /// <summary>The activation after the sum.</summary>
    Activation Activation { get; }
}
