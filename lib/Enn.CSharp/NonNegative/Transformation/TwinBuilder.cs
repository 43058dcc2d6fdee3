using Enn.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// Builds the steps of a twin in order, carrying along what the signal is at each point: its range and the layers whose shifts it still contains.
/// </summary>
/// <param name="options">How the twin is made.</param>
/// <param name="measured">Ranges on a calibration set; null for none.</param>
/// <param name="start">What is known of the first step's input.</param>
/// <param name="like">A tensor whose type and device new constants take; null for a network without any.</param>
internal sealed class TwinBuilder(TransformOptions options, MeasuredRanges? measured, TwinBuilder.Signal start, Tensor? like)
{
    /// <summary>What is known of the values at one point.</summary>
    /// <param name="Range">Their bounds in evaluation mode; null where unknown.</param>
    /// <param name="Dropout">By how much dropout scales them while it trains: the mirror needs that much room, also where ranges were measured without.</param>
    internal readonly record struct Signal(InputRange? Range, double Dropout = 1);

    private readonly List<(string Name, Module<Tensor, Tensor> Step)> _steps = [];
    private readonly List<IShifted> _carried = [];
    private Signal _signal = start;

    internal IReadOnlyList<(string Name, Module<Tensor, Tensor> Step)> Steps => _steps;
    internal IReadOnlyList<IShifted> Carried => _carried;

    internal void Add(IReadOnlyList<LayerNode> nodes)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i] is LayerNode.Residual block)
            {
                AddResidual(block);
                continue;
            }
            var leaf = (LayerNode.Leaf)nodes[i];
            var norm = i + 1 < nodes.Count && nodes[i + 1] is LayerNode.Leaf { Module: BatchNorm next } ? next : null;
            switch (leaf.Module)
            {
                case Linear linear:
                    AddLayer(leaf, linear.weight!, linear.bias, norm, p => new NonNegativeLinear(p));
                    if (norm is not null) i++;
                    break;
                case Conv1d conv:
                    AddLayer(leaf, conv.weight!, conv.bias, norm, p => new NonNegativeConv1d(p, ConvolutionGeometry.Of(conv)));
                    if (norm is not null) i++;
                    break;
                case Conv2d conv:
                    AddLayer(leaf, conv.weight!, conv.bias, norm, p => new NonNegativeConv2d(p, ConvolutionGeometry.Of(conv)));
                    if (norm is not null) i++;
                    break;
                case Rnn rnn:
                    Settle(leaf.Name);
                    var recurrent = new NonNegativeRnn(rnn, Alpha(leaf), options.Rule, options.ActivationBound ?? measured?.Output(leaf).Max, NewBias);
                    _steps.Add((leaf.Name, recurrent));
                    _signal = new(recurrent.Activation.Range);
                    break;
                case Dropout dropout:
                    // Inverted dropout scales what it keeps by 1/(1-p) while training.
                    Settle(leaf.Name);
                    _steps.Add((leaf.Name, Dropout(dropout.p)));
                    if (dropout.p < 1) _signal = _signal with { Dropout = _signal.Dropout / (1 - dropout.p) };
                    break;
                case var module when RangeKeeping.Includes(module):
                    Settle(leaf.Name);
                    _steps.Add((leaf.Name, leaf.Module));
                    break;
                case var module when ModuleActivation.Of(module) is { } activation:
                    AddActivation(leaf, activation, _carried);
                    break;
                case BatchNorm:
                    throw new NotSupportedException($"The batch normalisation '{leaf.Name}' does not follow a linear layer or convolution, so it cannot be folded.");
                default:
                    throw new NotSupportedException($"The layer '{leaf.Name}' ({leaf.Module.GetType().Name}) has no non-negative form here.");
            }
        }
    }

    /// <summary>Takes the shifts off that the signal still carries, where what follows (`before`) is no activation.</summary>
    internal void Settle(string before)
    {
        if (_carried.Count == 0) return;
        _steps.Add(($"{before}_unshift", new ShiftedActivation(new Unshift(), [.. _carried])));
        _carried.Clear();
        _signal = new(null);
    }

    private void AddLayer(LayerNode.Leaf leaf, Tensor weight, Tensor? bias, BatchNorm? norm, Func<NonNegativeParameters, NonNegativeLayer> make)
    {
        Settle(leaf.Name);
        if (norm is not null) (weight, bias) = BatchNormFolding.Fold(weight, bias, norm);
        var layer = make(NonNegativeParameters.Of(weight, bias, Alpha(leaf), options.Rule, NewBias));
        _steps.Add((leaf.Name, layer));
        _carried.Add(layer);
        _signal = new(null);
    }

    private void AddActivation(LayerNode.Leaf leaf, Activation activation, List<IShifted> sources)
    {
        var step = Shifted(leaf, activation, sources);
        _steps.Add((leaf.Name, step));
        _carried.Clear();
        _signal = new(step.Activation.Range);
    }

    private ShiftedActivation Shifted(LayerNode.Leaf leaf, Activation activation, IEnumerable<IShifted> sources) =>
        new(activation.Bounded(options.ActivationBound ?? measured?.Output(leaf).Max), [.. sources]);

    private void AddResidual(LayerNode.Residual block)
    {
        Settle(block.Name);
        var main = Path(block.Main, block);
        var shortcut = Path(block.Shortcut, block);
        var activation = Shifted(block.Activation, (Activation)block.Activation.Module, main.Carried.Concat(shortcut.Carried));
        _steps.Add((block.Name, new NonNegativeResidual(main.Steps, shortcut.Steps, activation)));
        _signal = new(activation.Activation.Range);
    }

    /// <summary>One path of a residual block. Where it ends in signed values that no layer has shifted, they are lifted, so that the sum is not negative.</summary>
    private TwinBuilder Path(IReadOnlyList<LayerNode> nodes, LayerNode.Residual block)
    {
        var path = new TwinBuilder(options, measured, _signal, like);
        path.Add(nodes);
        if (path.Carried.Count > 0) return path;
        var end = nodes.Count == 0 ? measured?.Input(block) : measured?.Output(nodes[^1]);
        var range = path.Bounds(end, block);
        if (!range.IsSigned) return path;
        var lift = new Lift(range, like ?? throw new NotSupportedException($"The residual block '{block.Name}' has no weights."));
        path._steps.Add(("lift", lift));
        path._carried.Add(lift);
        return path;
    }

    private Func<Tensor, Tensor, Tensor>? NewBias => options.UpstreamNewBias ? UpstreamBias.Of : null;

    private InputRange Alpha(LayerNode node) => options.UpstreamAlpha ?? Bounds(measured?.Input(node), node);

    private InputRange Bounds(InputRange? seen, LayerNode node) => (seen ?? _signal.Range ?? throw new InvalidOperationException(
        $"The inputs of layer '{node.Name}' have no known bounds: put a bounded activation before it or give TransformOptions.Calibration.")).Scaled(_signal.Dropout);
}
