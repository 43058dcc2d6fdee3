using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>One pass over batches, with or without training.</summary>
internal static class EpochLoop
{
    /// <summary>Trains on each batch in turn.</summary>
    internal static (double Loss, double Accuracy) Train(Module<Tensor, Tensor> network, IOptimizer optimizer, Func<Tensor, Tensor, Tensor> loss,
        IEnumerable<(Tensor X, Tensor Y)> batches)
    {
        network.train();
        var totals = new Totals();
        foreach (var (x, y) in batches)
        {
            using var scope = NewDisposeScope();
            optimizer.ZeroGrad();
            var output = network.forward(x);
            var value = loss(output, y);
            value.backward();
            optimizer.Update();
            totals.Add(value, output, y);
        }
        return (totals.Loss, totals.Accuracy);
    }

    /// <summary>Evaluates on each batch; the network's mode is restored.</summary>
    internal static Evaluation Evaluate(Module<Tensor, Tensor> network, Func<Tensor, Tensor, Tensor> loss, IEnumerable<(Tensor X, Tensor Y)> batches)
    {
        var training = network.training;
        network.eval();
        using var _ = no_grad();
        var totals = new Totals();
        foreach (var (x, y) in batches)
        {
            using var scope = NewDisposeScope();
            var output = network.forward(x);
            totals.Add(loss(output, y), output, y);
        }
        network.train(training);
        return new(totals.Accuracy, totals.Loss, totals.Samples);
    }

    private sealed class Totals
    {
        private double _loss;
        private long _right;

        internal long Samples { get; private set; }
        internal double Loss => _loss / Samples;
        internal double Accuracy => (double)_right / Samples;

        internal void Add(Tensor loss, Tensor output, Tensor y)
        {
            using var _ = no_grad();
            var count = y.size(0);
            _loss += loss.ToDouble() * count;
            _right += output.argmax(-1).eq(y).sum().ToInt64();
            Samples += count;
        }
    }
}
