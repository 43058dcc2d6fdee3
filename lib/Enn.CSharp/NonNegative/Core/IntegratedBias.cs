using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>
/// The integrated bias bt = b + a_min W+ 1 - a_max W- 1, what remains of the layer after its input is replaced by x - a_min and its mirror a_max - x;
/// with a_min = 0 and a_max = alpha the paper's bt_i = b_i - alpha sum_j W-_ij.
/// </summary>
public static class IntegratedBias
{
    /// <summary>bt, shape [N], in the weights' type (summed in float64).</summary>
    /// <param name="plus">W+, shape [N, ...].</param>
    /// <param name="minus">W-, the same shape.</param>
    /// <param name="bias">b, shape [N], or null for none.</param>
    /// <param name="range">The bounds of the layer's input.</param>
    public static Tensor Of(Tensor plus, Tensor minus, Tensor? bias, InputRange range)
    {
        using var _ = no_grad();
        var total = Split.RowSum(minus.to(ScalarType.Float64)) * -range.Max;
        if (range.IsSigned) total += Split.RowSum(plus.to(ScalarType.Float64)) * range.Min;
        if (bias is not null) total += bias.to(ScalarType.Float64);
        return total.to(plus.dtype);
    }

    /// <summary>The shift c of an integrated bias: a tensor without dimensions, or [N] for <see cref="ShiftRule.PerNeuron"/>.</summary>
    public static Tensor Shift(Tensor integrated, ShiftRule rule)
    {
        using var _ = no_grad();
        return rule switch
        {
            ShiftRule.Paper => integrated.abs().max(),
            ShiftRule.TightScalar => integrated.neg().max().clamp_min_(0),
            ShiftRule.PerNeuron => integrated.neg().clamp_min_(0),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "unknown shift rule"),
        };
    }
}
