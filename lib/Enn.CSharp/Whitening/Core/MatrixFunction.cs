using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>What a function of symmetric matrices gives, and what its gradient will need.</summary>
/// <param name="Value">f(M), float64 [G, d, d].</param>
/// <param name="Saved">Tensors for <see cref="MatrixFunction.Pullback"/>.</param>
public sealed record MatrixValue(Tensor Value, IReadOnlyList<Tensor> Saved);

/// <summary>
/// A function of symmetric matrices with a gradient of its own choice: the back-ends of a whitening layer. All work is done in float64. A back-end has a name,
/// a value and a pullback; <see cref="Apply"/> makes an autograd node of them.
/// </summary>
public abstract class MatrixFunction
{
    /// <summary>What tables and settings call it.</summary>
    public abstract string Name { get; }

    /// <summary>The value.</summary>
    /// <param name="matrices">Symmetric matrices [G, d, d], float32 or float64; only their symmetric part counts.</param>
    public abstract MatrixValue Forward(Tensor matrices);

    /// <summary>The symmetric matrix dL/dM with dL = &lt;dL/dM, dM&gt; for every symmetric dM.</summary>
    /// <param name="saved">What <see cref="Forward"/> saved.</param>
    /// <param name="upstream">dL/df, [G, d, d], float64.</param>
    /// <returns>Float64 [G, d, d].</returns>
    public abstract Tensor Pullback(IReadOnlyList<Tensor> saved, Tensor upstream);

    /// <summary>The value as a differentiable tensor of the argument's type.</summary>
    /// <param name="matrices">[G, d, d].</param>
    /// <exception cref="ArgumentException">Another shape.</exception>
    public Tensor Apply(Tensor matrices)
    {
        if (matrices.ndim != 3 || matrices.size(1) != matrices.size(2))
            throw new ArgumentException($"{Name} takes a batch of square matrices [G, d, d], not [{string.Join(", ", matrices.shape)}].", nameof(matrices));
        return MatrixFunctionNode.apply(matrices, this);
    }

    /// <summary>(M + M^T) / 2.</summary>
    internal static Tensor Symmetric(Tensor matrices) => (matrices + matrices.transpose(-2, -1)).mul_(0.5);

    /// <summary>The d x d identity of a batch's size, type and device.</summary>
    internal static Tensor IdentityLike(Tensor matrices) => eye(matrices.size(-1), dtype: matrices.dtype, device: matrices.device);
}
