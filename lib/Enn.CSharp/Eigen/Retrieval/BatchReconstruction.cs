using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// The principal-component step of Long-CLIP, after which the paper's is named: embeddings of a batch are replaced by their reconstruction from the batch's first
/// principal components, which keeps the coarse and drops the fine. A projection has no sign to choose; its basis is taken as constant in gradients.
/// </summary>
public static class BatchReconstruction
{
    /// <summary>mean + (x - mean) V V^T, [B, E].</summary>
    /// <param name="embeddings">[B, E].</param>
    /// <param name="components">Columns of V; with B - 1 or E of them nothing is lost.</param>
    public static Tensor Of(Tensor embeddings, int components = 32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(components, 1);
        using var scope = NewDisposeScope();
        var mean = embeddings.mean([0L], keepdim: true);
        var centred = embeddings - mean;
        var basis = Basis(centred.detach(), Math.Min(components, embeddings.size(1)));
        return (mean + centred.matmul(basis).matmul(basis.t())).MoveToOuterDisposeScope();
    }

    private static Tensor Basis(Tensor centred, long components)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var (_, vectors) = linalg.eigh(centred.t().matmul(centred));
        return vectors.narrow(1, vectors.size(1) - components, components).contiguous().MoveToOuterDisposeScope();
    }
}
