using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>
/// One layer after the transformation: all that z' = W+ (x - a_min) + W- (a_max - x) + b' = z + c needs (paper's main construction; a_min = 0 there).
/// </summary>
/// <param name="WeightPlus">W+, shape [N, ...].</param>
/// <param name="WeightMinus">W-, the same shape.</param>
/// <param name="Bias">b' = bt + c, shape [N].</param>
/// <param name="Shift">c, without dimensions or [N].</param>
/// <param name="Range">[a_min, a_max].</param>
public sealed record NonNegativeParameters(Tensor WeightPlus, Tensor WeightMinus, Tensor Bias, Tensor Shift, InputRange Range)
{
    /// <summary>Transforms z = W x + b with inputs in the given range.</summary>
    /// <param name="weight">W, shape [N, ...].</param>
    /// <param name="bias">b, shape [N], or null for none.</param>
    /// <param name="range">The bounds of x.</param>
    /// <param name="rule">How c is chosen.</param>
    /// <param name="newBias">How b' is made from bt and c; null for b' = bt + c. Only <see cref="UpstreamBias"/> gives another one.</param>
    public static NonNegativeParameters Of(Tensor weight, Tensor? bias, InputRange range, ShiftRule rule = ShiftRule.Paper, Func<Tensor, Tensor, Tensor>? newBias = null)
    {
        using var _ = no_grad();
        var stored = range.RoundedTo(weight.dtype);
        var (plus, minus) = Split.Of(weight);
        var integrated = IntegratedBias.Of(plus, minus, bias, stored);
        var shift = IntegratedBias.Shift(integrated, rule);
        return new(plus, minus, newBias is null ? integrated + shift : newBias(integrated, shift), shift, stored);
    }

    /// <summary>The signed layer again: W = W+ - W- (exact where the two do not overlap) and b = b' - c + a_max W- 1 - a_min W+ 1.</summary>
    public (Tensor Weight, Tensor Bias) Inverse()
    {
        using var _ = no_grad();
        var bias = Bias.to(ScalarType.Float64) - Shift.to(ScalarType.Float64) + Split.RowSum(WeightMinus.to(ScalarType.Float64)) * Range.Max;
        if (Range.IsSigned) bias -= Split.RowSum(WeightPlus.to(ScalarType.Float64)) * Range.Min;
        return (WeightPlus - WeightMinus, bias.to(Bias.dtype));
    }
}
