using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>Trains a network on batches: end to end, or unit by unit.</summary>
public interface ITrainer : IDisposable
{
    /// <summary>The network that is trained and evaluated.</summary>
    nn.Module<Tensor, Tensor> Network { get; }

    /// <summary>Trains on each batch in turn; all is done when it returns.</summary>
    /// <param name="batches">Inputs and int64 class labels [B]; each pair is used only until the next is asked for, unless the trainer keeps it on its own.</param>
    /// <param name="cancel">Ends it early; the trainer is then good for nothing but disposal.</param>
    /// <returns>For each step the cross-entropy of each local loss, the classifier's last.</returns>
    IReadOnlyList<double[]> Train(IEnumerable<(Tensor X, Tensor Y)> batches, CancellationToken cancel = default);

    /// <summary>Everything that a restart needs, by name; copies.</summary>
    Dictionary<string, Tensor> State();

    /// <summary>Continues from a state.</summary>
    /// <exception cref="ArgumentException">It is not one of such a training.</exception>
    void Load(IReadOnlyDictionary<string, Tensor> state);
}
