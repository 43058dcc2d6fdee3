using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>
/// The two-branch path adds terms as large as c to get results of order 1, so its rounding error grows in proportion to alpha. With the 8 to 11
/// significant bits of bfloat16, float16 or TF32, or under autocast, that flips predictions; such runs are refused rather than answered wrongly.
/// </summary>
internal static class ReducedPrecision
{
    internal static void Refuse(Tensor x)
    {
        if (x.dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new InvalidOperationException($"The two-branch path needs float32 or float64, not {x.dtype}: rounding of order c would change predictions. Use the fused path.");
        if (AutocastMode.IsOn(x.device))
            throw new InvalidOperationException("The two-branch path needs full float32 products: leave autocast, or use the fused path.");
        if (x.dtype == ScalarType.Float32 && x.is_cuda && (backends.cuda.matmul.allow_tf32 || backends.cudnn.allow_tf32))
            throw new InvalidOperationException("The two-branch path needs full float32 products: set torch.backends.cuda.matmul.allow_tf32 and "
                + "torch.backends.cudnn.allow_tf32 to false, or use the fused path.");
    }
}
