using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>An elementwise activation g that knows the range of its values, which is the input range of the layer after it. It has no state.</summary>
public abstract class Activation : Module<Tensor, Tensor>
{
    private protected Activation(string name) : base(name) { }

    /// <summary>The bounds of g's values; null where they have none.</summary>
    public abstract InputRange? Range { get; }

    /// <summary>g_c(u) = g(u - c).</summary>
    /// <param name="u">z' = z + c, any shape.</param>
    /// <param name="shift">c, in a shape that broadcasts to that of <paramref name="u"/>.</param>
    public virtual Tensor Shifted(Tensor u, Tensor shift) => forward(u - shift);

    /// <summary>The activation that stands for this one in a transformed network: itself, or its bounded form.</summary>
    /// <param name="bound">The largest value that an unbounded activation may take; null if none was given.</param>
    /// <exception cref="InvalidOperationException">This activation is unbounded and no bound was given.</exception>
    public virtual Activation Bounded(double? bound) => this;

    private protected double Needed(double? bound) => bound
        ?? throw new InvalidOperationException($"{GetName()} has no upper bound: give TransformOptions.ActivationBound or a calibration batch.");
}
