using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>A step of a transformed network that can also be computed with c left out, which is how the fused path runs it.</summary>
public interface IShiftFree
{
    /// <summary>What the original network computes here: z in place of z' for a layer, g(z) for a shifted activation.</summary>
    Tensor WithoutShift(Tensor x);
}
