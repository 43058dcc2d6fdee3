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
        using var totals = new Totals();
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
        var result = totals.Read();
        return (result.Loss, result.Accuracy);
    }

    /// <summary>Evaluates on each batch; the network's mode is restored.</summary>
    internal static Evaluation Evaluate(Module<Tensor, Tensor> network, Func<Tensor, Tensor, Tensor> loss, IEnumerable<(Tensor X, Tensor Y)> batches)
    {
        var training = network.training;
        network.eval();
        try
        {
            using var _ = no_grad();
            using var totals = new Totals();
            foreach (var (x, y) in batches)
            {
                using var scope = NewDisposeScope();
                var output = network.forward(x);
                totals.Add(loss(output, y), output, y);
            }
            return totals.Read();
        }
        finally
        {
            network.train(training);
        }
    }
}
