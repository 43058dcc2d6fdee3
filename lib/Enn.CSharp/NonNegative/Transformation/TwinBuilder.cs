using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// Builds the steps of a twin in order, carrying along what the signal is at each point: its range (null where unknown) and the layers whose shifts it
/// still contains.
/// </summary>
internal sealed class TwinBuilder(TransformOptions options, MeasuredRanges? measured, InputRange? range)
{
    private readonly List<(string Name, Module<Tensor, Tensor> Step)> _steps = [];
    private readonly List<IShifted> _carried = [];
    private InputRange? _range = range;

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
                    _steps.Add((leaf.Name, new NonNegativeRnn(rnn, Alpha(leaf), options.Rule)));
                    _range = rnn.Activation.Range;
                    break;
                case Dropout dropout:
                    // Inverted dropout scales what it keeps by 1/(1-p) while training, so the mirror needs that much room.
                    Settle(leaf.Name);
                    _steps.Add((leaf.Name, Dropout(dropout.p)));
                    _range = _range?.Scaled(dropout.p < 1 ? 1 / (1 - dropout.p) : 1);
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
        _range = null;
    }

    private void AddLayer(LayerNode.Leaf leaf, Tensor weight, Tensor? bias, BatchNorm? norm, Func<NonNegativeParameters, NonNegativeLayer> make)
    {
        Settle(leaf.Name);
        if (norm is not null) (weight, bias) = BatchNormFolding.Fold(weight, bias, norm);
        var layer = make(NonNegativeParameters.Of(weight, bias, Alpha(leaf), options.Rule, options.UpstreamNewBias ? UpstreamBias.Of : null));
        _steps.Add((leaf.Name, layer));
        _carried.Add(layer);
        _range = null;
    }

    private void AddActivation(LayerNode.Leaf leaf, Activation activation, List<IShifted> sources)
    {
        var step = Shifted(leaf, activation, sources);
        _steps.Add((leaf.Name, step));
        _carried.Clear();
        _range = step.Activation.Range;
    }

    private ShiftedActivation Shifted(LayerNode.Leaf leaf, Activation activation, IEnumerable<IShifted> sources) =>
        new(activation.Bounded(options.ActivationBound ?? measured?.Output(leaf).Max), [.. sources]);

    private void AddResidual(LayerNode.Residual block)
    {
        Settle(block.Name);
        var main = new TwinBuilder(options, measured, _range);
        main.Add(block.Main);
        var shortcut = new TwinBuilder(options, measured, _range);
        shortcut.Add(block.Shortcut);
        var activation = Shifted(block.Activation, (Activation)block.Activation.Module, main.Carried.Concat(shortcut.Carried));
        _steps.Add((block.Name, new NonNegativeResidual(main.Steps, shortcut.Steps, activation)));
        _range = activation.Activation.Range;
    }

    private InputRange Alpha(LayerNode node) => measured?.Input(node) ?? _range ?? throw new InvalidOperationException(
        $"The inputs of layer '{node.Name}' have no known bounds: put a bounded activation before it or give TransformOptions.Calibration.");
}
