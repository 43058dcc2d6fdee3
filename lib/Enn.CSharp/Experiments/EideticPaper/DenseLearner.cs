using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.EideticPaper;

/// <summary>What the baselines share: Adam, anew for each task, on all weights of an ordinary network, until accuracy is 1 or has not risen for as many epochs as patience allows.</summary>
/// <param name="choice">How to train.</param>
/// <param name="networks">The networks; tasks share one, or have one each.</param>
internal abstract class DenseLearner(SequenceChoice choice, IReadOnlyList<DenseNetwork> networks) : ISequenceLearner
{
    /// <summary>How to train.</summary>
    protected SequenceChoice Choice => choice;

    /// <summary>The network of a task.</summary>
    protected DenseNetwork Network(int task) => networks[networks.Count == 1 ? 0 : task];

    /// <summary>Its head there.</summary>
    protected virtual int Head(int task) => networks.Count == 1 ? task : 0;

    public virtual int FirstOutput(int task) => 0;

    public Learned Learn(int task, Pass pass, CancellationToken cancel)
    {
        var network = Network(task);
        using var optimizer = optim.Adam(network.parameters(), choice.Rate);
        var (best, bestEpoch, epoch) = (0.0, 0, 0);
        while (best < 1 && epoch - bestEpoch <= choice.Patience && !(epoch >= choice.MaxEpochs))
        {
            network.train();
            var accuracy = Train(network, optimizer, task, pass(choice.Batch, epoch++), cancel);
            if (accuracy > best) (best, bestEpoch) = (accuracy, epoch);
        }
        network.eval();
        Consolidate(network, task, pass, cancel);
        return new Learned(epoch, best);
    }

    public Tensor Logits(Tensor inputs, int task)
    {
        var network = Network(task);
        network.eval();
        return network.Forward(inputs, Head(task));
    }

    public virtual Checkpoint Save() =>
        new(NamedState.Join([.. networks.Select((network, i) => ($"{i}.", NamedState.Copy(network.state_dict())))]), new Dictionary<string, string>());

    public virtual void Restore(Checkpoint checkpoint)
    {
        for (var i = 0; i < networks.Count; i++) networks[i].load_state_dict(NamedState.Part(checkpoint.Tensors, $"{i}."));
    }

    public void Dispose()
    {
        foreach (var network in networks) network.Dispose();
    }

    /// <summary>Changes the gradients of a step before it is made.</summary>
    protected virtual void HoldBack(DenseNetwork network) { }

    /// <summary>A task is learned; the network is in evaluation mode.</summary>
    protected virtual void Consolidate(DenseNetwork network, int task, Pass pass, CancellationToken cancel) { }

    private double Train(DenseNetwork network, optim.Optimizer optimizer, int task, IEnumerable<Data.Batch> batches, CancellationToken cancel)
    {
        var (correct, count) = (0L, 0L);
        foreach (var (inputs, labels) in batches)
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var targets = labels + FirstOutput(task);
            var logits = network.Forward(inputs, Head(task));
            nn.functional.cross_entropy(logits, targets).backward();
            HoldBack(network);
            optimizer.step();
            correct += logits.argmax(1).eq(targets).sum().ToInt64();
            count += targets.numel();
        }
        return (double)correct / count;
    }
}
