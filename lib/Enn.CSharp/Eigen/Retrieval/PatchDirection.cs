using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// The principal-component step of the paper's long/short-caption variant: of each image's patch embeddings the direction along which they differ most. Its sign,
/// which a decomposition leaves open and the official code takes as it comes, is the one that points to the patches' mean.
/// </summary>
public static class PatchDirection
{
    /// <summary>
    /// Unit vectors [B, E]. The eigenvector itself comes without gradient, for that of a decomposition has no bound where eigenvalues meet; the power-iteration steps
    /// C v / |C v| that follow do not move it, and carry the first terms of its gradient's geometric series.
    /// </summary>
    /// <param name="patches">[B, n, E], n at least 2.</param>
    /// <param name="steps">Power-iteration steps, at least 1: the more, the nearer to the exact gradient.</param>
    /// <exception cref="ArgumentException">Another shape.</exception>
    public static Tensor Of(Tensor patches, int steps = 3)
    {
        if (patches.ndim != 3 || patches.size(1) < 2) throw new ArgumentException($"Patches are [{string.Join(", ", patches.shape)}]: [B, n, E] with at least two of them is needed.", nameof(patches));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        using var scope = NewDisposeScope();
        var mean = patches.mean([1L], keepdim: true);
        var centred = patches - mean;
        var direction = Leading(centred.detach());
        for (var i = 0; i < steps; i++) direction = nn.functional.normalize(centred.mT.matmul(centred.matmul(direction)));
        return Towards(direction.squeeze(-1), mean.squeeze(1)).MoveToOuterDisposeScope();
    }

    /// <summary>Each direction or its opposite, whichever does not point away from the reference: [B, E] both.</summary>
    internal static Tensor Towards(Tensor direction, Tensor reference)
    {
        using var scope = NewDisposeScope();
        var away = (direction.detach() * reference.detach()).sum(-1, keepdim: true).lt(0).to(direction.dtype);
        return (direction * (1 - 2 * away)).MoveToOuterDisposeScope();
    }

    // [B, E, 1]: the last eigenvector of X^T X, or X^T times that of X X^T where that is smaller.
    private static Tensor Leading(Tensor centred)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var tall = centred.size(1) > centred.size(2);
        var (_, vectors) = linalg.eigh(tall ? centred.mT.matmul(centred) : centred.matmul(centred.mT));
        var last = vectors.narrow(-1, vectors.size(-1) - 1, 1);
        return nn.functional.normalize(tall ? last : centred.mT.matmul(last)).MoveToOuterDisposeScope();
    }
}
