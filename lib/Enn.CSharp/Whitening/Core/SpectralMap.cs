using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// f(M) = sum over kept j of f(lambda_j) v_j v_j^T, by one batched symmetric eigendecomposition. The gradient is one elementwise factor in the eigenbasis,
/// dL/dM = V (Phi o (V^T sym(dL/df) V)) V^T, where Phi is what the gradient mode makes of the spectrum (for
/// <see cref="PowerIterationGradient"/> it equals the paper's loop over eigenvectors with its deflation).
/// </summary>
/// <param name="function">f.</param>
/// <param name="gradient">The gradient's mode.</param>
/// <param name="selection">Which eigenvalues are kept.</param>
public sealed class SpectralMap(SpectralFunction function, SpectralGradient gradient, Selection selection) : MatrixFunction
{
    /// <inheritdoc/>
    public override string Name => $"{function.Name}/{gradient.Name}/{selection.Name}";

    /// <summary>f.</summary>
    public SpectralFunction Function => function;

    /// <summary>The gradient's mode.</summary>
    public SpectralGradient Gradient => gradient;

    /// <summary>Which eigenvalues are kept.</summary>
    public Selection Selection => selection;

    /// <inheritdoc/>
    public override MatrixValue Forward(Tensor matrices)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var (values, vectors) = Spectrum.Decompose(Symmetric(matrices.to(ScalarType.Float64)));
        var keep = selection.Keep(values);
        var kept = function.Value(values).masked_fill(keep.logical_not(), 0);
        // What was no number stays none, also where nothing is kept.
        var result = (vectors * kept.unsqueeze(-2)).matmul(vectors.transpose(-2, -1)).add_((values - values).sum(-1).view(-1, 1, 1));
        scope.MoveToOuter(result, vectors);
        scope.MoveToOuter(values, keep);
        return new MatrixValue(result, [vectors, values, keep]);
    }

    /// <inheritdoc/>
    public override Tensor Pullback(IReadOnlyList<Tensor> saved, Tensor upstream)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var (vectors, transposed) = (saved[0], saved[0].transpose(-2, -1));
        var inner = transposed.matmul(Symmetric(upstream)).matmul(vectors).mul_(Factor(new Spectrum(saved[1], saved[2])));
        return vectors.matmul(inner).matmul(transposed).MoveToOuterDisposeScope();
    }

    /// <summary>Phi: the mode's factor of pairs with f'(lambda) on the kept diagonal, [G, d, d].</summary>
    /// <param name="spectrum">Eigenvalues and mask.</param>
    public Tensor Factor(Spectrum spectrum)
    {
        using var scope = NewDisposeScope();
        var factor = gradient.Factor(spectrum, function);
        factor.diagonal(0, -2, -1).copy_(function.Derivative(spectrum.Values).masked_fill(spectrum.Keep.logical_not(), 0));
        return factor.MoveToOuterDisposeScope();
    }
}
