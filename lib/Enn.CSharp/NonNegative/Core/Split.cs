using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>The split of a signed weight into two non-negative ones: W+ = max(W, 0), W- = max(-W, 0), so that W = W+ - W- and |W| = W+ + W-.</summary>
public static class Split
{
    /// <summary>The two parts, each of the weight's shape; they share no memory with it and are not differentiated.</summary>
    public static (Tensor Plus, Tensor Minus) Of(Tensor weight)
    {
        using var _ = no_grad();
        return (weight.clamp_min(0), weight.neg().clamp_min_(0));
    }

    /// <summary>sum_j W_ij: the sum of each output's weights, over inputs and kernel positions; shape [N].</summary>
    public static Tensor RowSum(Tensor weight) => weight.flatten(1).sum(1);
}
