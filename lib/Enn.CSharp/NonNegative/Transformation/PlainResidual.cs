using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>A residual block of ordinary layers.</summary>
public sealed class PlainResidual : ResidualBlock
{
    private readonly Activation _activation;

    /// <summary>The block of these paths.</summary>
    public PlainResidual(IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> main, IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> shortcut,
        Activation activation) : base(nameof(PlainResidual))
    {
        foreach (var (name, layer) in main) register_module("main_" + name, layer);
        foreach (var (name, layer) in shortcut) register_module("shortcut_" + name, layer);
        Main = [.. main.Select(l => l.Layer)];
        Shortcut = [.. shortcut.Select(l => l.Layer)];
        _activation = activation;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Main { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Shortcut { get; }

    /// <inheritdoc/>
    public override Activation Activation => _activation;
}
