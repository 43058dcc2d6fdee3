using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>The constants of a layer that its folding needs.</summary>
/// <param name="Max">a_max, without dimensions.</param>
/// <param name="Min">a_min where inputs are signed, else null.</param>
/// <param name="Shift">c to subtract, or null to leave it in.</param>
internal sealed record FoldConstants(Tensor Max, Tensor? Min, Tensor? Shift);

#if ENN_TORCH
/// <summary>
/// Folds the two branches into one ordinary layer: W = W+ - W- and b = b' [- c] + a_max W- 1 - a_min W+ 1. What follows is one ordinary product, so a
/// training step costs one product forward and two backward instead of two and four. With G the gradient of W and s that of b:
/// dW+ = G - a_min s, dW- = a_max s - G, db' = s.
/// </summary>
internal static class FoldBranches
{
    /// <summary>(W, b) of (W+, W-, b', constants).</summary>
    internal static (Tensor Weight, Tensor Bias) Of(Tensor plus, Tensor minus, Tensor bias, FoldConstants constants) =>
        Enn.Torch.FusedNonNegative.FoldBranches(plus, minus, bias, constants.Max, constants.Min, constants.Shift);
}
#else
/// <summary>
/// Folds the two branches into one ordinary layer: W = W+ - W- and b = b' [- c] + a_max W- 1 - a_min W+ 1. What follows is one ordinary product, so a
/// training step costs one product forward and two backward instead of two and four. With G the gradient of W and s that of b:
/// dW+ = G - a_min s, dW- = a_max s - G, db' = s.
/// </summary>
internal sealed class FoldBranches : autograd.MultiTensorFunction<FoldBranches>
{
    /// <inheritdoc/>
    public override string Name => "FoldBranches";

    /// <summary>(W, b) of (W+, W-, b', constants).</summary>
    internal static (Tensor Weight, Tensor Bias) Of(Tensor plus, Tensor minus, Tensor bias, FoldConstants constants)
    {
        var folded = apply(plus, minus, bias, constants);
        return (folded[0], folded[1]);
    }

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (plus, minus, bias, constants) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (FoldConstants)vars[3]);
        ctx.save_data("constants", constants);
        var folded = addcmul(bias, Split.RowSum(minus), constants.Max, 1);
        if (constants.Min is { } min) folded.addcmul_(Split.RowSum(plus), min, -1);
        if (constants.Shift is { } shift) folded.sub_(shift);
        return [plus - minus, folded];
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var constants = (FoldConstants)ctx.get_data("constants");
        var (weight, bias) = (grad_outputs[0], grad_outputs[1]);
        var row = new long[weight.ndim];
        Array.Fill(row, 1);
        row[0] = -1;
        var minus = (bias * constants.Max).view(row) - weight;
        var plus = constants.Min is { } min ? weight - (bias * min).view(row) : weight;
        return [plus, minus, bias, null!];
    }
}
#endif
