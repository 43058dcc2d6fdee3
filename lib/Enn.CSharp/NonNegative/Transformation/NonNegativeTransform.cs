using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>From a trained network to its non-negative isomorphic twin, and back.</summary>
public static class NonNegativeTransform
{
    /// <summary>
    /// The twin of a network: the same function, with non-negative weights, biases, mirrored inputs and responses. Batch normalisations are folded with their
    /// running statistics; the twin shares no tensor with the network.
    /// </summary>
    /// <param name="network">An <see cref="ILayered"/> network, a Sequential, a residual block, or one layer.</param>
    /// <param name="options">Shift rule, ranges and execution path; null for the paper's with inputs in [0, 1].</param>
    /// <exception cref="NotSupportedException">A layer of a kind that cannot be transformed; it is named.</exception>
    /// <exception cref="InvalidOperationException">A layer's inputs have no known bounds; it is named.</exception>
    public static NonNegativeNetwork Apply(Module<Tensor, Tensor> network, TransformOptions? options = null)
    {
        options ??= new();
        using var _ = no_grad();
        var nodes = LayerTree.Of(network);
        var measured = options.Calibration is { } inputs ? new MeasuredRanges(network, nodes, inputs, options.CalibrationMargin) : null;
        var builder = new TwinBuilder(options, measured, new(options.Input, 1), network.parameters().FirstOrDefault());
        builder.Add(nodes);
        builder.Settle("output");
        var twin = new NonNegativeNetwork(builder.Steps) { Path = options.Path };
        twin.train(network.training);
        return twin;
    }

    /// <summary>The signed network that a twin stands for, with W = W+ - W- and b recovered; batch normalisations stay folded.</summary>
    public static PlainNetwork Inverse(NonNegativeNetwork twin)
    {
        using var _ = no_grad();
        return new PlainNetwork(Plain(twin.Steps));
    }

    private static List<(string, Module<Tensor, Tensor>)> Plain(IEnumerable<(string Name, Module<Tensor, Tensor> Step)> steps) =>
        [.. steps.Select(s => (s.Name, Plain(s.Step)))];

    private static Module<Tensor, Tensor> Plain(Module<Tensor, Tensor> step) => step switch
    {
        NonNegativeLinear layer => PlainLayers.Linear(layer.Parameters().Inverse()),
        NonNegativeConvolution layer => PlainLayers.Convolution(layer.Parameters().Inverse(), layer.Geometry),
        NonNegativeRnn layer => layer.Inverse(),
        NonNegativeResidual block => new PlainResidual(Plain(Numbered(block.Main)), Plain(Numbered(block.Shortcut)), block.Activation.Activation),
        ShiftedActivation activation => activation.Activation,
        Dropout dropout => Dropout(dropout.p),
        Lift => Identity(),
        _ => step,
    };

    private static IEnumerable<(string, Module<Tensor, Tensor>)> Numbered(IReadOnlyList<Module<Tensor, Tensor>> steps) => steps.Select((s, i) => ($"{i}", s));
}
