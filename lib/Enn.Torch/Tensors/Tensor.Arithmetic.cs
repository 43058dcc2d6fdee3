using System.Runtime.CompilerServices;
using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _addcdiv = "addcdiv", _addcdiv_ = "addcdiv_", _addcmul = "addcmul", _addcmul_ = "addcmul_",
            _addScalar_ = "add_.Scalar", _arctan2 = "arctan2", _arctan2_ = "arctan2_", _atan2 = "atan2", _atan2_ = "atan2_", _clamp = "clamp",
            _clamp_ = "clamp_", _clampMax = "clamp_max", _clampMax_ = "clamp_max_", _clampMin = "clamp_min", _clampMin_ = "clamp_min_",
            _clampTensor = "clamp.Tensor", _clampTensor_ = "clamp_.Tensor", _copysignTensor = "copysign.Tensor",
            _divScalarMode_ = "div_.Scalar_mode", _divTensorMode_ = "div_.Tensor_mode", _floatPowerTensorTensor = "float_power.Tensor_Tensor",
            _floorDivide = "floor_divide", _floorDivideScalar = "floor_divide.Scalar", _floorDivideScalar_ = "floor_divide_.Scalar",
            _floorDivideTensor_ = "floor_divide_.Tensor", _fmax = "fmax", _fmin = "fmin", _fmodScalar = "fmod.Scalar", _fmodScalar_ = "fmod_.Scalar",
            _fmodTensor = "fmod.Tensor", _fmodTensor_ = "fmod_.Tensor", _gcd = "gcd", _gcd_ = "gcd_", _heaviside = "heaviside", _hypot = "hypot",
            _igamma = "igamma", _igammac = "igammac", _lcm = "lcm", _lcm_ = "lcm_", _ldexp_ = "ldexp_", _ldexpTensor = "ldexp.Tensor",
            _lerpTensor = "lerp.Tensor", _lerpTensor_ = "lerp_.Tensor", _logaddexp = "logaddexp", _logaddexp2 = "logaddexp2", _maximum = "maximum",
            _minimum = "minimum", _mulScalar_ = "mul_.Scalar", _mulTensor_ = "mul_.Tensor", _multiplyScalar = "multiply.Scalar",
            _multiplyTensor = "multiply.Tensor", _nanToNum = "nan_to_num", _neg_ = "neg_", _negative = "negative", _nextafter = "nextafter",
            _positive = "positive", _powScalar_ = "pow_.Scalar", _powTensor_ = "pow_.Tensor", _powTensorScalar = "pow.Tensor_Scalar",
            _powTensorTensor = "pow.Tensor_Tensor", _remainderScalar = "remainder.Scalar", _remainderScalar_ = "remainder_.Scalar",
            _remainderTensor = "remainder.Tensor", _remainderTensor_ = "remainder_.Tensor", _subScalar_ = "sub_.Scalar", _subTensor_ = "sub_.Tensor",
            _subtractScalar = "subtract.Scalar", _subtractScalar_ = "subtract_.Scalar", _subtractTensor = "subtract.Tensor",
            _subtractTensor_ = "subtract_.Tensor", _trueDivideScalar = "true_divide.Scalar", _trueDivideScalar_ = "true_divide_.Scalar",
            _trueDivideTensor = "true_divide.Tensor", _trueDivideTensor_ = "true_divide_.Tensor", _xlogyScalarOther = "xlogy.Scalar_Other",
            _xlogyScalarOther_ = "xlogy_.Scalar_Other", _xlogyTensor = "xlogy.Tensor", _xlogyTensor_ = "xlogy_.Tensor";

        public Tensor add_(Scalar scalar) => _addScalar_.Update(this, scalar);
        public Tensor add_(Scalar scalar, Scalar alpha) => _addScalar_.Update(this, scalar, alpha);
        public Tensor sub_(Scalar target) => _subScalar_.Update(this, target);
        public Tensor sub_(Tensor target) => _subTensor_.Update(this, target);
        public Tensor subtract(Scalar target) => _subtractScalar.Call(this, target);
        public Tensor subtract(Tensor target) => _subtractTensor.Call(this, target);
        public Tensor subtract_(Scalar target) => _subtractScalar_.Update(this, target);
        public Tensor subtract_(Tensor target) => _subtractTensor_.Update(this, target);
        public Tensor mul_(Scalar target) => _mulScalar_.Update(this, target);
        public Tensor mul_(Tensor target) => _mulTensor_.Update(this, target);
        public Tensor multiply(Scalar target) => _multiplyScalar.Call(this, target);
        public Tensor multiply(Tensor target) => _multiplyTensor.Call(this, target);
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => _divScalarMode_.Update(this, target, Name(rounding_mode));
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => _divTensorMode_.Update(this, target, Name(rounding_mode));
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => _divScalarMode_.Update(this, target, Name(rounding_mode));
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => _divTensorMode_.Update(this, target, Name(rounding_mode));
        public Tensor true_divide(Scalar other) => _trueDivideScalar.Call(this, other);
        public Tensor true_divide(Tensor other) => _trueDivideTensor.Call(this, other);
        public Tensor true_divide_(Scalar other) => _trueDivideScalar_.Update(this, other);
        public Tensor true_divide_(Tensor other) => _trueDivideTensor_.Update(this, other);
        public Tensor floor_divide(Scalar other) => _floorDivideScalar.Call(this, other);
        public Tensor floor_divide(Tensor other) => _floorDivide.Call(this, other);
        public Tensor floor_divide_(Scalar other) => _floorDivideScalar_.Update(this, other);
        public Tensor floor_divide_(Tensor other) => _floorDivideTensor_.Update(this, other);

        public Tensor remainder(Scalar scalar) => _remainderScalar.Call(this, scalar);
        public Tensor remainder(Tensor target) => _remainderTensor.Call(this, target);
        public Tensor remainder_(Scalar scalar) => _remainderScalar_.Update(this, scalar);
        public Tensor remainder_(Tensor target) => _remainderTensor_.Update(this, target);
        public Tensor fmod(Scalar scalar) => _fmodScalar.Call(this, scalar);
        public Tensor fmod(Tensor target) => _fmodTensor.Call(this, target);
        public Tensor fmod_(Scalar scalar) => _fmodScalar_.Update(this, scalar);
        public Tensor fmod_(Tensor target) => _fmodTensor_.Update(this, target);
        public Tensor pow(Scalar exponent) => _powTensorScalar.Call(this, exponent);
        public Tensor pow(Tensor exponent) => _powTensorTensor.Call(this, exponent);
        public Tensor pow_(Scalar exponent) => _powScalar_.Update(this, exponent);
        public Tensor pow_(Tensor exponent) => _powTensor_.Update(this, exponent);
        public Tensor float_power(Tensor target) => _floatPowerTensorTensor.Call(this, target);
        public Tensor neg_() => _neg_.Update(this);
        public Tensor negative() => _negative.Call(this);
        public Tensor positive() => _positive.Call(this);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => _addcmul.Call(this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => _addcmul_.Update(this, tensor1, tensor2, value);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => _addcdiv.Call(this, tensor1, tensor2);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => _addcdiv.Call(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => _addcdiv_.Update(this, tensor1, tensor2);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => _addcdiv_.Update(this, tensor1, tensor2, value);
        public Tensor lerp(Tensor end, Tensor weight) => _lerpTensor.Call(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => _lerpTensor_.Update(this, end, weight);

        public Tensor maximum(Tensor other) => _maximum.Call(this, other);
        public Tensor minimum(Tensor other) => _minimum.Call(this, other);
        public Tensor fmax(Tensor other) => _fmax.Call(this, other);
        public Tensor fmin(Tensor other) => _fmin.Call(this, other);

        public Tensor gcd(Tensor other) => _gcd.Call(this, other);
        public Tensor gcd_(Tensor other) => _gcd_.Update(this, other);
        public Tensor lcm(Tensor other) => _lcm.Call(this, other);
        public Tensor lcm_(Tensor other) => _lcm_.Update(this, other);
        public Tensor hypot(Tensor other) => _hypot.Call(this, other);
        public Tensor copysign(Tensor other) => _copysignTensor.Call(this, other);
        public Tensor nextafter(Tensor other) => _nextafter.Call(this, other);
        public Tensor ldexp(Tensor other) => _ldexpTensor.Call(this, other);
        public Tensor ldexp_(Tensor other) => _ldexp_.Update(this, other);
        public Tensor atan2(Tensor other) => _atan2.Call(this, other);
        public Tensor atan2_(Tensor other) => _atan2_.Update(this, other);
        public Tensor arctan2(Tensor other) => _arctan2.Call(this, other);
        public Tensor arctan2_(Tensor other) => _arctan2_.Update(this, other);
        public Tensor heaviside(Tensor other) => _heaviside.Call(this, other);
        public Tensor xlogy(Scalar y) => _xlogyScalarOther.Call(this, y);
        public Tensor xlogy(Tensor y) => _xlogyTensor.Call(this, y);
        public Tensor xlogy_(Scalar y) => _xlogyScalarOther_.Update(this, y);
        public Tensor xlogy_(Tensor y) => _xlogyTensor_.Update(this, y);
        public Tensor logaddexp(Tensor other) => _logaddexp.Call(this, other);
        public Tensor logaddexp2(Tensor other) => _logaddexp2.Call(this, other);
        public Tensor igamma(Tensor other) => _igamma.Call(this, other);
        public Tensor igammac(Tensor other) => _igammac.Call(this, other);

        // Numbers convert to tensors too: this overload takes them.
        [OverloadResolutionPriority(1)]
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => _clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => _clampTensor.Call(this, min, max);

        // Numbers convert to tensors too: this overload takes them.
        [OverloadResolutionPriority(1)]
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => _clamp_.Update(this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => _clampTensor_.Update(this, min, max);
        public Tensor clamp_min(Scalar min) => _clampMin.Call(this, min);
        public Tensor clamp_min_(Scalar min) => _clampMin_.Update(this, min);
        public Tensor clamp_max(Scalar max) => _clampMax.Call(this, max);
        public Tensor clamp_max_(Scalar max) => _clampMax_.Update(this, max);
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) => _nanToNum.Call(this, nan, posinf, neginf);

        private static string? Name(RoundingMode mode) => mode switch
        {
            RoundingMode.trunc => "trunc",
            RoundingMode.floor => "floor",
            _ => null,
        };
    }
}
