using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>Ordinary backpropagation through the whole network (the paper's ENN): cross-entropy, and the bases kept in one of the ways.</summary>
/// <param name="network">The network.</param>
/// <param name="optimizer">The optimizer over all its parameters.</param>
public sealed class EndToEndTrainer(Module<Tensor, Tensor> network, FactorOptimizer optimizer) : ITrainer
{
    private const string NetworkPrefix = "network.", OptimizerPrefix = "optimizer.";

    /// <inheritdoc/>
    public Module<Tensor, Tensor> Network => network;

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Train(IEnumerable<(Tensor X, Tensor Y)> batches, CancellationToken cancel = default)
    {
        network.train();
        var losses = new List<double[]>();
        foreach (var (x, y) in batches)
        {
            cancel.ThrowIfCancellationRequested();
            losses.Add([Step(x, y)]);
        }
        return losses;
    }

    /// <summary>One step.</summary>
    /// <returns>The cross-entropy before it.</returns>
    public double Step(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGrad();
        var loss = functional.cross_entropy(network.forward(x), y);
        loss.backward();
        optimizer.Step();
        return loss.ToDouble();
    }

    /// <inheritdoc/>
    public Dictionary<string, Tensor> State() => NamedState.Join((NetworkPrefix, NamedState.Copy(network.state_dict())), (OptimizerPrefix, optimizer.State()));

    /// <inheritdoc/>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        network.load_state_dict(NamedState.Part(state, NetworkPrefix));
        optimizer.Load(NamedState.Part(state, OptimizerPrefix));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        network.Dispose();
    }
}
