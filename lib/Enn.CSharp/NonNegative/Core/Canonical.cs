using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>The canonical form of two overlapping branches: disjoint supports, the same function.</summary>
internal static class Canonical
{
    /// <summary>In place: m = min(W+, W-) is taken from both, and b' += (a_max - a_min) m 1, the width of the range without dimensions.</summary>
    internal static void Make(Tensor plus, Tensor minus, Tensor bias, Tensor width)
    {
        using var _ = no_grad();
        using var common = minimum(plus, minus);
        plus.sub_(common);
        minus.sub_(common);
        bias.addcmul_(Split.RowSum(common), width, 1);
    }
}
