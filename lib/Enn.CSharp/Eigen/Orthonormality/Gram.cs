using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>X^T X, [n, r] or a batch -&gt; [r, r]: the larger part of what keeping bases orthonormal costs.</summary>
internal static class Gram
{
    // With four rows of blocks 10 of 16 blocks are computed; with more, products become too small to be fast.
    private const int Rows = 4;
    private const long SmallestRank = 128;

    /// <summary>X^T X. On the CPU and without gradients only blocks on and above the diagonal are multiplied; the others are their mirror images.</summary>
    internal static Tensor Of(Tensor x)
    {
        var rank = x.size(-1);
        if (x.ndim != 2 || rank < SmallestRank || x.device_type != DeviceType.CPU || (x.requires_grad && is_grad_enabled())) return x.mT.matmul(x);
        var gram = x.new_empty([rank, rank]);
        using var scope = NewDisposeScope();
        var height = (rank + Rows - 1) / Rows;
        for (long start = 0; start < rank; start += height)
        {
            var rows = gram.narrow(0, start, Math.Min(height, rank - start));
            rows.narrow(1, start, rank - start).addmm_(x.narrow(1, start, rows.size(0)).t(), x.narrow(1, start, rank - start), beta: 0, alpha: 1);
            if (start > 0) rows.narrow(1, 0, start).copy_(gram.narrow(0, 0, start).narrow(1, start, rows.size(0)).t());
        }
        return gram;
    }
}
