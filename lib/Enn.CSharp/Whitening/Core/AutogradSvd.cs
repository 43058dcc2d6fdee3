using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// The paper's "SVD" baseline: f(M) by a singular value decomposition in float32, differentiated automatically. Its gradient divides by differences of eigenvalues that float32
/// has rounded, and is no number where two of them have become equal, which null directions do by chance.
/// </summary>
/// <param name="function">f.</param>
/// <param name="selection">Which eigenvalues are kept.</param>
public sealed class AutogradSvd(SpectralFunction function, Selection selection) : MatrixFunction
{
    /// <inheritdoc/>
    public override string Name => $"{function.Name}/autograd/{selection.Name}";

    /// <inheritdoc/>
    public override MatrixValue Forward(Tensor matrices)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        var m = matrices.to(ScalarType.Float32);
        var value = Value(m).to(ScalarType.Float64);
        // What is saved belongs to the node, also where the argument was float32 before.
        var saved = m.clone();
        scope.MoveToOuter(value, saved);
        return new MatrixValue(value, [saved]);
    }

    /// <inheritdoc/>
    public override Tensor Pullback(IReadOnlyList<Tensor> saved, Tensor upstream)
    {
        using var grad = enable_grad();
        using var scope = NewDisposeScope();
        var m = saved[0].detach().requires_grad_();
        var gradient = autograd.grad([Value(m)], [m], [upstream.to(ScalarType.Float32)])[0];
        return Symmetric(gradient).to(ScalarType.Float64).detach().MoveToOuterDisposeScope();
    }

    private Tensor Value(Tensor matrices)
    {
        var (_, values, rows) = linalg.svd(matrices);
        var keep = selection.Keep(values.detach().to(ScalarType.Float64));
        var kept = function.Value(values) * keep.to(values.dtype);
        return (rows.transpose(-2, -1) * kept.unsqueeze(-2)).matmul(rows);
    }
}
