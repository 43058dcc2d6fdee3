using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>What a training loop asks of an optimizer: one step from the gradients that are there, and a state that can be saved and restored.</summary>
public interface IOptimizer
{
    /// <summary>Forgets the gradients.</summary>
    void ZeroGrad();

    /// <summary>Changes the parameters by their gradients.</summary>
    void Update();

    /// <summary>What is carried from step to step, by name (copies); empty for an optimizer without memory.</summary>
    IReadOnlyDictionary<string, Tensor> State();

    /// <summary>Takes over a state of the same parameters.</summary>
    /// <exception cref="ArgumentException">The state names other buffers, or of other shapes.</exception>
    void Load(IReadOnlyDictionary<string, Tensor> state);
}
