using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _allclose = "allclose", _bitwiseAndTensor = "bitwise_and.Tensor", _bitwiseAndTensor_ = "bitwise_and_.Tensor",
            _bitwiseLeftShiftTensor = "bitwise_left_shift.Tensor", _bitwiseLeftShiftTensor_ = "bitwise_left_shift_.Tensor",
            _bitwiseNot = "bitwise_not", _bitwiseNot_ = "bitwise_not_", _bitwiseOrTensor = "bitwise_or.Tensor",
            _bitwiseOrTensor_ = "bitwise_or_.Tensor", _bitwiseRightShiftTensor = "bitwise_right_shift.Tensor",
            _bitwiseRightShiftTensor_ = "bitwise_right_shift_.Tensor", _bitwiseXorTensor = "bitwise_xor.Tensor",
            _bitwiseXorTensor_ = "bitwise_xor_.Tensor", _eqScalar = "eq.Scalar", _eqScalar_ = "eq_.Scalar", _eqTensor = "eq.Tensor",
            _eqTensor_ = "eq_.Tensor", _equal = "equal", _geScalar = "ge.Scalar", _geScalar_ = "ge_.Scalar", _geTensor = "ge.Tensor",
            _geTensor_ = "ge_.Tensor", _greaterEqualTensor = "greater_equal.Tensor", _greaterTensor = "greater.Tensor", _gtScalar = "gt.Scalar",
            _gtScalar_ = "gt_.Scalar", _gtTensor = "gt.Tensor", _gtTensor_ = "gt_.Tensor", _isclose = "isclose", _isConj = "is_conj",
            _isfinite = "isfinite", _isinf = "isinf", _isinTensorTensor = "isin.Tensor_Tensor", _isnan = "isnan", _isNeg = "is_neg",
            _isneginf = "isneginf", _isNonzero = "is_nonzero", _isposinf = "isposinf", _isreal = "isreal", _leScalar = "le.Scalar",
            _leScalar_ = "le_.Scalar", _lessEqualTensor = "less_equal.Tensor", _lessEqualTensor_ = "less_equal_.Tensor", _lessTensor = "less.Tensor",
            _leTensor = "le.Tensor", _leTensor_ = "le_.Tensor", _logicalAnd = "logical_and", _logicalAnd_ = "logical_and_",
            _logicalNot = "logical_not", _logicalNot_ = "logical_not_", _logicalOr = "logical_or", _logicalOr_ = "logical_or_",
            _logicalXor = "logical_xor", _logicalXor_ = "logical_xor_", _ltScalar = "lt.Scalar", _ltScalar_ = "lt_.Scalar", _ltTensor = "lt.Tensor",
            _ltTensor_ = "lt_.Tensor", _neScalar = "ne.Scalar", _neScalar_ = "ne_.Scalar", _neTensor = "ne.Tensor", _neTensor_ = "ne_.Tensor",
            _notEqualTensor = "not_equal.Tensor", _notEqualTensor_ = "not_equal_.Tensor";

        public Tensor eq(Scalar target) => _eqScalar.Call(this, target);
        public Tensor eq(Tensor target) => _eqTensor.Call(this, target);
        public Tensor eq_(Scalar target) => _eqScalar_.Update(this, target);
        public Tensor eq_(Tensor target) => _eqTensor_.Update(this, target);
        public Tensor ne(Scalar target) => _neScalar.Call(this, target);
        public Tensor ne(Tensor target) => _neTensor.Call(this, target);
        public Tensor ne_(Scalar target) => _neScalar_.Update(this, target);
        public Tensor ne_(Tensor target) => _neTensor_.Update(this, target);
        public Tensor lt(Scalar target) => _ltScalar.Call(this, target);
        public Tensor lt(Tensor target) => _ltTensor.Call(this, target);
        public Tensor lt_(Scalar target) => _ltScalar_.Update(this, target);
        public Tensor lt_(Tensor target) => _ltTensor_.Update(this, target);
        public Tensor le(Scalar target) => _leScalar.Call(this, target);
        public Tensor le(Tensor target) => _leTensor.Call(this, target);
        public Tensor le_(Scalar target) => _leScalar_.Update(this, target);
        public Tensor le_(Tensor target) => _leTensor_.Update(this, target);
        public Tensor gt(Scalar target) => _gtScalar.Call(this, target);
        public Tensor gt(Tensor target) => _gtTensor.Call(this, target);
        public Tensor gt_(Scalar target) => _gtScalar_.Update(this, target);
        public Tensor gt_(Tensor target) => _gtTensor_.Update(this, target);
        public Tensor ge(Scalar target) => _geScalar.Call(this, target);
        public Tensor ge(Tensor target) => _geTensor.Call(this, target);
        public Tensor ge_(Scalar target) => _geScalar_.Update(this, target);
        public Tensor ge_(Tensor target) => _geTensor_.Update(this, target);

        public Tensor not_equal(Tensor target) => _notEqualTensor.Call(this, target);
        public Tensor not_equal_(Tensor target) => _notEqualTensor_.Update(this, target);
        public Tensor less(Tensor target) => _lessTensor.Call(this, target);
        public Tensor less_equal(Tensor target) => _lessEqualTensor.Call(this, target);
        public Tensor less_equal_(Tensor target) => _lessEqualTensor_.Update(this, target);
        public Tensor greater(Tensor target) => _greaterTensor.Call(this, target);
        public Tensor greater_equal(Tensor target) => _greaterEqualTensor.Call(this, target);

        public bool allclose(Tensor target, double rtol = 1e-5, double atol = 1e-8, bool equal_nan = false) =>
            _allclose.CallBool(this, target, rtol, atol, equal_nan);
        public Tensor isclose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool nanEqual = false) =>
            _isclose.Call(this, other, rtol, atol, nanEqual);
        public Tensor equal(Tensor target) => tensor(_equal.CallBool(this, target));
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            _isinTensorTensor.Call(this, test_elements, assumeUnique, invert);

        public Tensor isfinite() => _isfinite.Call(this);
        public Tensor isinf() => _isinf.Call(this);
        public Tensor isnan() => _isnan.Call(this);
        public Tensor isneginf() => _isneginf.Call(this);
        public Tensor isposinf() => _isposinf.Call(this);
        public Tensor isreal() => _isreal.Call(this);
        public bool is_nonzero() => _isNonzero.CallBool(this);
        public bool is_conj() => _isConj.CallBool(this);
        public bool is_neg() => _isNeg.CallBool(this);

        public Tensor logical_and(Tensor other) => _logicalAnd.Call(this, other);
        public Tensor logical_and_(Tensor other) => _logicalAnd_.Update(this, other);
        public Tensor logical_or(Tensor other) => _logicalOr.Call(this, other);
        public Tensor logical_or_(Tensor other) => _logicalOr_.Update(this, other);
        public Tensor logical_xor(Tensor other) => _logicalXor.Call(this, other);
        public Tensor logical_xor_(Tensor other) => _logicalXor_.Update(this, other);
        public Tensor logical_not() => _logicalNot.Call(this);
        public Tensor logical_not_() => _logicalNot_.Update(this);

        public Tensor bitwise_and(Tensor other) => _bitwiseAndTensor.Call(this, other);
        public Tensor bitwise_and_(Tensor other) => _bitwiseAndTensor_.Update(this, other);
        public Tensor bitwise_or(Tensor other) => _bitwiseOrTensor.Call(this, other);
        public Tensor bitwise_or_(Tensor other) => _bitwiseOrTensor_.Update(this, other);
        public Tensor bitwise_xor(Tensor other) => _bitwiseXorTensor.Call(this, other);
        public Tensor bitwise_xor_(Tensor other) => _bitwiseXorTensor_.Update(this, other);
        public Tensor bitwise_not() => _bitwiseNot.Call(this);
        public Tensor bitwise_not_() => _bitwiseNot_.Update(this);
        public Tensor bitwise_left_shift(Tensor other) => _bitwiseLeftShiftTensor.Call(this, other);
        public Tensor bitwise_left_shift_(Tensor other) => _bitwiseLeftShiftTensor_.Update(this, other);
        public Tensor bitwise_right_shift(Tensor other) => _bitwiseRightShiftTensor.Call(this, other);
        public Tensor bitwise_right_shift_(Tensor other) => _bitwiseRightShiftTensor_.Update(this, other);
    }
}
