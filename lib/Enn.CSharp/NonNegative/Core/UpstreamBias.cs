using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>
/// The new-bias routine of the official code, kept for one purpose: to show which published numbers depend on it. It is right only where bt &lt; 0:
/// a positive bt becomes c - |bt| and a zero one gets no shift, so the layer's output is off by up to 2 max(bt).
/// </summary>
public static class UpstreamBias
{
    /// <summary>b' as the official code computes it; the right one is bt + c.</summary>
    public static Tensor Of(Tensor integrated, Tensor shift)
    {
        using var _ = no_grad();
        return (shift - integrated.abs()) * integrated.ne(0).to(integrated.dtype);
    }
}
