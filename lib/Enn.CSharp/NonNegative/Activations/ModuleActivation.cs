using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>Any elementwise module of known range as an activation: the logistic sigmoid, tanh, or one of your own.</summary>
public sealed class ModuleActivation : Activation
{
    private readonly Func<Tensor, Tensor> _function;

    /// <summary>The activation that this function computes.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="function">g, elementwise.</param>
    /// <param name="range">The bounds of its values, or null.</param>
    public ModuleActivation(string name, Func<Tensor, Tensor> function, InputRange? range) : base(name)
    {
        _function = function;
        Range = range;
    }

    /// <inheritdoc/>
    public override InputRange? Range { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => _function(x);

    /// <summary>The activation that a module stands for; null if it is none that is known here.</summary>
    public static Activation? Of(Module module) => module switch
    {
        Activation activation => activation,
        TorchSharp.Modules.ReLU => new Relu(),
        TorchSharp.Modules.ReLU6 => new ReluN(6),
        TorchSharp.Modules.GELU => new Gelu(),
        TorchSharp.Modules.Sigmoid => new ModuleActivation("Sigmoid", x => x.sigmoid(), InputRange.Unit),
        TorchSharp.Modules.Tanh => new ModuleActivation("Tanh", x => x.tanh(), new(-1, 1)),
        _ => null,
    };
}
