using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// A residual block whose sum stays non-negative: the main path gives z1 + c1, the shortcut either the block's input (at least 0, no shift) or z2 + c2, and
/// the activation after the sum is shifted by c1 + c2.
/// </summary>
public sealed class NonNegativeResidual : Module<Tensor, Tensor>, IShiftFree
{
    /// <summary>A block of the given steps.</summary>
    /// <param name="main">The steps of the main path, named.</param>
    /// <param name="shortcut">The steps of the shortcut; none for the identity.</param>
    /// <param name="activation">The activation after the sum, shifted by what both paths carry.</param>
    public NonNegativeResidual(IReadOnlyList<(string Name, Module<Tensor, Tensor> Step)> main, IReadOnlyList<(string Name, Module<Tensor, Tensor> Step)> shortcut,
        ShiftedActivation activation) : base(nameof(NonNegativeResidual))
    {
        foreach (var (name, step) in main) register_module("main_" + name, step);
        foreach (var (name, step) in shortcut) register_module("shortcut_" + name, step);
        Main = [.. main.Select(s => s.Step)];
        Shortcut = [.. shortcut.Select(s => s.Step)];
        Activation = activation;
    }

    /// <summary>The steps of the main path.</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> Main { get; }

    /// <summary>The steps of the shortcut; none for the identity.</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> Shortcut { get; }

    /// <summary>The activation after the sum.</summary>
    public ShiftedActivation Activation { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => Activation.forward(Steps.Run(Main, x, false) + Steps.Run(Shortcut, x, false));

    /// <inheritdoc/>
    public Tensor WithoutShift(Tensor x) => Activation.WithoutShift(Steps.Run(Main, x, true) + Steps.Run(Shortcut, x, true));
}
