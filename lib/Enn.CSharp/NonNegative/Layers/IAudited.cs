using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>A part of a transformed network with quantities that the hardware must represent, so that none of them may be negative.</summary>
public interface IAudited
{
    /// <summary>The quantities that are stored: weights and biases by name (W+, W-, b'); none for a part without weights.</summary>
    IEnumerable<(string Quantity, Tensor Values)> Stored { get; }

    /// <summary>
    /// Called with the name and the values of each quantity that an evaluation on the two-branch path computes (x - a_min, a_max - x, z' ...); null for nobody.
    /// </summary>
    Action<string, Tensor>? Observer { get; set; }
}
