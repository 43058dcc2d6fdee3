using Enn.Torch.Core;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The arithmetic of composed optimizers: each line one operator, in place where the name is an order.</summary>
public abstract partial class OptimizerHelper
{
    private static readonly Op _neg = "neg", _addScaled = "add.Tensor", _addScaledTo = "add_.Tensor", _scaleBy = "mul_.Scalar", _scaled = "mul.Scalar", _addcmul = "addcmul_", _addcmulNew = "addcmul",
        _addcdiv = "addcdiv_", _sqrt = "sqrt", _shiftBy = "add_.Scalar", _shifted = "add.Scalar", _copy = "copy_", _abs = "abs", _maximumOut = "maximum.out";

    /// <summary>The gradient with the sign of a descent and the weight decay in it; null where there is none.</summary>
    private protected static Tensor? Gradient(Parameter parameter, double? weightDecay, bool? maximize)
    {
        var gradient = parameter.grad;
        if (gradient is null) return null;
        if (maximize == true) gradient = _neg.Call(gradient);
        return weightDecay is null or 0 ? gradient : _addScaled.Call(gradient, parameter, weightDecay);
    }

    /// <summary>mean = decay mean + (1 - decay) value.</summary>
    private protected static void Decay(Tensor mean, double? decay, Tensor value)
    {
        _scaleBy.Run(mean, decay);
        _addScaledTo.Run(mean, value, 1 - decay);
    }

    /// <summary>mean = decay mean + (1 - decay) a b.</summary>
    private protected static void Decay(Tensor mean, double? decay, Tensor a, Tensor b)
    {
        _scaleBy.Run(mean, decay);
        _addcmul.Run(mean, a, b, 1 - decay);
    }

    /// <summary>largest = max(decay largest, |gradient| + eps).</summary>
    private protected static void Larger(Tensor largest, double? decay, Tensor gradient, double? eps)
    {
        _scaleBy.Run(largest, decay);
        using var size = Shift(_abs.Call(gradient), eps);
        _maximumOut.Run(largest, size, largest);
    }

    private protected static void Add(Tensor target, Tensor value, double? scale) => _addScaledTo.Run(target, value, scale);
    private protected static void AddProduct(Tensor target, Tensor a, Tensor b, double? scale) => _addcmul.Run(target, a, b, scale);
    private protected static void AddQuotient(Tensor target, Tensor numerator, Tensor denominator, double? scale) => _addcdiv.Run(target, numerator, denominator, scale);
    private protected static void Scale(Tensor target, double? factor) => _scaleBy.Run(target, factor);
    private protected static void Copy(Tensor target, Tensor value) => _copy.Run(target, value);
    private protected static Tensor Multiply(Tensor start, Tensor a, Tensor b, double scale) => _addcmulNew.Call(start, a, b, scale);
    private protected static Tensor Root(Tensor value) => _sqrt.Call(value);
    private protected static Tensor Scaled(Tensor value, double factor) => _scaled.Call(value, factor);
    private protected static Tensor Shifted(Tensor value, double? by) => _shifted.Call(value, by);

    private protected static Tensor Shift(Tensor fresh, double? by)
    {
        _shiftBy.Run(fresh, by);
        return fresh;
    }
}
