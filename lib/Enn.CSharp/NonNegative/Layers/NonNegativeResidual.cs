using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// A residual block [B, C, ...] -&gt; [B, N, ...] whose sum stays non-negative: the main path gives z1 + c1; the shortcut gives z2 + c2 or the block's input,
/// which is at least 0 (no shift) or, where it is signed, is lifted to x - a_min (c2 = -a_min, see <see cref="Lift"/>). The activation after the sum is shifted
/// by c1 + c2.
/// </summary>
/// <remarks>State: that of the steps, under <c>main_</c> and <c>shortcut_</c> with their names.</remarks>
public sealed class NonNegativeResidual : Module<Tensor, Tensor>, IAudited, IShiftFree
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
        register_module("activation", activation);
        Activation = activation;
    }

    /// <summary>The steps of the main path.</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> Main { get; }

    /// <summary>The steps of the shortcut; none for the identity.</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> Shortcut { get; }

    /// <summary>The activation after the sum.</summary>
    public ShiftedActivation Activation { get; }

    /// <inheritdoc/>
    public IEnumerable<(string Quantity, Tensor Values)> Stored => [];

    /// <summary>Called with what the main path and the shortcut give, and with their sum; null for nobody.</summary>
    public Action<string, Tensor>? Observer { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        var (main, shortcut) = (Steps.Run(Main, x, false), Steps.Run(Shortcut, x, false));
        var sum = main + shortcut;
        if (Observer is { } observe)
        {
            observe("main'", main);
            observe("shortcut'", shortcut);
            observe("sum'", sum);
        }
        return Activation.forward(sum);
    }

    /// <inheritdoc/>
    public Tensor WithoutShift(Tensor x) => Activation.WithoutShift(Steps.Run(Main, x, true) + Steps.Run(Shortcut, x, true));
}
