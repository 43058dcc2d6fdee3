using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>The smallest and largest value that each layer of a network reads and gives on a calibration set, in evaluation mode.</summary>
internal sealed class MeasuredRanges
{
    private readonly Dictionary<LayerNode, (double InMin, double InMax, double OutMin, double OutMax)> _seen = [];
    private readonly double _margin;

    internal MeasuredRanges(Module network, IReadOnlyList<LayerNode> nodes, IEnumerable<Tensor> inputs, double margin)
    {
        _margin = 1 + margin;
        var training = network.training;
        network.eval();
        using var _ = no_grad();
        try
        {
            foreach (var x in inputs)
            {
                using var scope = NewDisposeScope();
                LayerTree.Run(nodes, x, See);
            }
        }
        finally
        {
            network.train(training);
        }
        if (_seen.Count == 0) throw new ArgumentException("The calibration set holds no batch.", nameof(inputs));
    }

    internal InputRange Input(LayerNode node) => new InputRange(_seen[node].InMin, _seen[node].InMax).Scaled(_margin);
    internal InputRange Output(LayerNode node) => new InputRange(_seen[node].OutMin, _seen[node].OutMax).Scaled(_margin);

    private void See(LayerNode node, Tensor input, Tensor output)
    {
        var now = (input.min().ToDouble(), input.max().ToDouble(), output.min().ToDouble(), output.max().ToDouble());
        var (a, b, c, d) = _seen.TryGetValue(node, out var before) ? before : now;
        _seen[node] = (Math.Min(a, now.Item1), Math.Max(b, now.Item2), Math.Min(c, now.Item3), Math.Max(d, now.Item4));
    }
}
