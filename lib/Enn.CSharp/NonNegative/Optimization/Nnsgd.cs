using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>
/// Non-negative SGD (NNSGD): theta -= lr_out |theta| tanh(lr_in g). For theta &gt;= 0 that multiplies theta by 1 - lr_out tanh(lr_in g), which lies in [0, 2], so
/// no sign can change and nothing needs to be clipped. Zeros stay zero: the sign pattern of the original weights is kept.
/// </summary>
public sealed class Nnsgd : NonNegativeOptimizer
{
    private readonly double _lrIn;
    private readonly double _lrOut;
    private readonly bool _tanhMomentum;

    /// <summary>An optimizer of these parameters.</summary>
    /// <param name="parameters">Non-negative parameters.</param>
    /// <param name="lrIn">lr_in &gt;= 0, which scales gradients inside tanh.</param>
    /// <param name="lrOut">lr_out in (0, 1]; above 1 parameters could become negative.</param>
    /// <param name="options">Momentum and weight decay; null for none.</param>
    /// <param name="tanhMomentum">
    /// Whether momentum is taken over tanh(lr_in g) in place of g. The buffer starts as the first tanh and the first step counts; the direction is cut to
    /// [-1, 1], without which accumulated momentum could change signs.
    /// </param>
    public Nnsgd(IEnumerable<Parameter> parameters, double lrIn, double lrOut, MomentumOptions? options = null, bool tanhMomentum = false) : base(parameters, options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lrIn);
        if (lrOut is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(lrOut), lrOut, "lr_out must lie in (0, 1]: above 1 parameters could become negative.");
        (_lrIn, _lrOut, _tanhMomentum) = (lrIn, lrOut, tanhMomentum);
    }

    private protected override void StepAll() => Fused.Multiplicative(Parameters, _lrIn, _lrOut);

    private protected override void Change(Parameter parameter, Tensor grad, int index)
    {
        var direction = _tanhMomentum ? WithMomentum(grad.mul(_lrIn).tanh_(), index).clamp(-1, 1) : WithMomentum(grad, index).mul(_lrIn).tanh_();
        parameter.addcmul_(parameter.abs(), direction, -_lrOut);
    }
}
