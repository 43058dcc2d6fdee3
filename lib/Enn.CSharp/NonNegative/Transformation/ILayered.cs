using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// A network that is a chain of layers, applied one after the other. Implement it to have a network of your own transformed: its <c>forward</c> must compute
/// exactly the composition of <see cref="Layers"/>. Entries may be Linear, Conv1d, Conv2d (each with a BatchNorm behind it or not), activations, max/average
/// pools, Flatten, Dropout, Identity, <see cref="Rnn"/>, residual blocks, <c>Sequential</c> or other chains.
/// </summary>
public interface ILayered
{
    /// <summary>The layers, first to last. A layer without state (an activation, a pool) may occur more than once.</summary>
    IReadOnlyList<Module<Tensor, Tensor>> Layers { get; }
}
