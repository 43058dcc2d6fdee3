using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _abs = "abs", _abs_ = "abs_", _absolute = "absolute", _absolute_ = "absolute_", _acos = "acos", _acos_ = "acos_",
            _acosh = "acosh", _acosh_ = "acosh_", _angle = "angle", _arccos = "arccos", _arccos_ = "arccos_", _arccosh = "arccosh",
            _arccosh_ = "arccosh_", _arcsin = "arcsin", _arcsin_ = "arcsin_", _arcsinh = "arcsinh", _arcsinh_ = "arcsinh_", _arctan = "arctan",
            _arctan_ = "arctan_", _arctanh = "arctanh", _arctanh_ = "arctanh_", _asin = "asin", _asin_ = "asin_", _asinh = "asinh",
            _asinh_ = "asinh_", _atan = "atan", _atan_ = "atan_", _atanh = "atanh", _atanh_ = "atanh_", _ceil = "ceil", _ceil_ = "ceil_",
            _conj = "conj", _conjPhysical = "conj_physical", _conjPhysical_ = "conj_physical_", _cos = "cos", _cos_ = "cos_", _cosh = "cosh",
            _cosh_ = "cosh_", _deg2rad = "deg2rad", _digamma = "digamma", _digamma_ = "digamma_", _erf = "erf", _erf_ = "erf_", _erfc = "erfc",
            _erfc_ = "erfc_", _erfinv = "erfinv", _erfinv_ = "erfinv_", _exp = "exp", _exp2 = "exp2", _exp_ = "exp_", _expm1 = "expm1",
            _expm1_ = "expm1_", _fix = "fix", _fix_ = "fix_", _floor = "floor", _floor_ = "floor_", _frac = "frac", _frac_ = "frac_",
            _frexpTensor = "frexp.Tensor", _i0 = "i0", _imag = "imag", _lgamma = "lgamma", _lgamma_ = "lgamma_", _log = "log", _log10 = "log10",
            _log10_ = "log10_", _log1p = "log1p", _log1p_ = "log1p_", _log2 = "log2", _log2_ = "log2_", _log_ = "log_", _logit = "logit",
            _mvlgamma = "mvlgamma", _mvlgamma_ = "mvlgamma_", _polygamma = "polygamma", _polygamma_ = "polygamma_", _rad2deg = "rad2deg",
            _real = "real", _reciprocal = "reciprocal", _reciprocal_ = "reciprocal_", _resolveConj = "resolve_conj", _resolveNeg = "resolve_neg",
            _round = "round", _round_ = "round_", _roundDecimals = "round.decimals", _roundDecimals_ = "round_.decimals", _rsqrt = "rsqrt",
            _rsqrt_ = "rsqrt_", _sgn = "sgn", _sgn_ = "sgn_", _sign = "sign", _sign_ = "sign_", _signbit = "signbit", _sin = "sin", _sin_ = "sin_",
            _sinc = "sinc", _sinc_ = "sinc_", _sinh = "sinh", _sinh_ = "sinh_", _sqrt = "sqrt", _sqrt_ = "sqrt_", _square = "square", _tan = "tan",
            _tan_ = "tan_", _tanh = "tanh", _tanh_ = "tanh_", _trunc = "trunc", _trunc_ = "trunc_";

        public Tensor abs() => _abs.Call(this);
        public Tensor abs_() => _abs_.Update(this);
        public Tensor absolute() => _absolute.Call(this);
        public Tensor absolute_() => _absolute_.Update(this);
        public Tensor sign() => _sign.Call(this);
        public Tensor sign_() => _sign_.Update(this);
        public Tensor sgn() => _sgn.Call(this);
        public Tensor sgn_() => _sgn_.Update(this);
        public Tensor signbit() => _signbit.Call(this);

        public Tensor ceil() => _ceil.Call(this);
        public Tensor ceil_() => _ceil_.Update(this);
        public Tensor floor() => _floor.Call(this);
        public Tensor floor_() => _floor_.Update(this);
        public Tensor round(long decimals = 0) => decimals == 0 ? _round.Call(this) : _roundDecimals.Call(this, decimals);
        public Tensor round_(long decimals = 0) => decimals == 0 ? _round_.Update(this) : _roundDecimals_.Update(this, decimals);
        public Tensor trunc() => _trunc.Call(this);
        public Tensor trunc_() => _trunc_.Update(this);
        public Tensor fix() => _fix.Call(this);
        public Tensor fix_() => _fix_.Update(this);
        public Tensor frac() => _frac.Call(this);
        public Tensor frac_() => _frac_.Update(this);
        public (Tensor Mantissa, Tensor Exponent) frexp() => _frexpTensor.Call2(this);

        public Tensor sqrt() => _sqrt.Call(this);
        public Tensor sqrt_() => _sqrt_.Update(this);
        public Tensor rsqrt() => _rsqrt.Call(this);
        public Tensor rsqrt_() => _rsqrt_.Update(this);
        public Tensor square() => _square.Call(this);
        public Tensor reciprocal() => _reciprocal.Call(this);
        public Tensor reciprocal_() => _reciprocal_.Update(this);
        public Tensor exp() => _exp.Call(this);
        public Tensor exp_() => _exp_.Update(this);
        public Tensor exp2() => _exp2.Call(this);
        public Tensor expm1() => _expm1.Call(this);
        public Tensor expm1_() => _expm1_.Update(this);
        public Tensor log() => _log.Call(this);
        public Tensor log_() => _log_.Update(this);
        public Tensor log2() => _log2.Call(this);
        public Tensor log2_() => _log2_.Update(this);
        public Tensor log10() => _log10.Call(this);
        public Tensor log10_() => _log10_.Update(this);
        public Tensor log1p() => _log1p.Call(this);
        public Tensor log1p_() => _log1p_.Update(this);
        public Tensor logit(double? eps = null) => _logit.Call(this, eps);

        public Tensor sin() => _sin.Call(this);
        public Tensor sin_() => _sin_.Update(this);
        public Tensor cos() => _cos.Call(this);
        public Tensor cos_() => _cos_.Update(this);
        public Tensor tan() => _tan.Call(this);
        public Tensor tan_() => _tan_.Update(this);
        public Tensor asin() => _asin.Call(this);
        public Tensor asin_() => _asin_.Update(this);
        public Tensor acos() => _acos.Call(this);
        public Tensor acos_() => _acos_.Update(this);
        public Tensor atan() => _atan.Call(this);
        public Tensor atan_() => _atan_.Update(this);
        public Tensor arcsin() => _arcsin.Call(this);
        public Tensor arcsin_() => _arcsin_.Update(this);
        public Tensor arccos() => _arccos.Call(this);
        public Tensor arccos_() => _arccos_.Update(this);
        public Tensor arctan() => _arctan.Call(this);
        public Tensor arctan(Tensor other) => atan2(other);
        public Tensor arctan_() => _arctan_.Update(this);
        public Tensor arctan_(Tensor other) => atan2_(other);

        public Tensor sinh() => _sinh.Call(this);
        public Tensor sinh_() => _sinh_.Update(this);
        public Tensor cosh() => _cosh.Call(this);
        public Tensor cosh_() => _cosh_.Update(this);
        public Tensor tanh() => _tanh.Call(this);
        public Tensor tanh_() => _tanh_.Update(this);
        public Tensor asinh() => _asinh.Call(this);
        public Tensor asinh_() => _asinh_.Update(this);
        public Tensor acosh() => _acosh.Call(this);
        public Tensor acosh_() => _acosh_.Update(this);
        public Tensor atanh() => _atanh.Call(this);
        public Tensor atanh_() => _atanh_.Update(this);
        public Tensor arcsinh() => _arcsinh.Call(this);
        public Tensor arcsinh_() => _arcsinh_.Update(this);
        public Tensor arccosh() => _arccosh.Call(this);
        public Tensor arccosh_() => _arccosh_.Update(this);
        public Tensor arctanh() => _arctanh.Call(this);
        public Tensor arctanh_() => _arctanh_.Update(this);

        public Tensor sinc() => _sinc.Call(this);
        public Tensor sinc_() => _sinc_.Update(this);
        public Tensor deg2rad() => _deg2rad.Call(this);
        public Tensor rad2deg() => _rad2deg.Call(this);

        public Tensor erf() => _erf.Call(this);
        public Tensor erf_() => _erf_.Update(this);
        public Tensor erfc() => _erfc.Call(this);
        public Tensor erfc_() => _erfc_.Update(this);
        public Tensor erfinv() => _erfinv.Call(this);
        public Tensor erfinv_() => _erfinv_.Update(this);
        public Tensor lgamma() => _lgamma.Call(this);
        public Tensor lgamma_() => _lgamma_.Update(this);
        public Tensor digamma() => _digamma.Call(this);
        public Tensor digamma_() => _digamma_.Update(this);
        public Tensor mvlgamma(long p) => _mvlgamma.Call(this, p);
        public Tensor mvlgamma_(long p) => _mvlgamma_.Update(this, p);
        public Tensor polygamma(long p) => _polygamma.Call(p, this);
        public Tensor polygamma_(long p) => _polygamma_.Update(this, p);
        public Tensor i0() => _i0.Call(this);

        public Tensor angle() => _angle.Call(this);
        public Tensor conj() => _conj.Call(this);
        public Tensor conj_physical() => _conjPhysical.Call(this);
        public Tensor conj_physical_() => _conjPhysical_.Update(this);
        public Tensor resolve_conj() => _resolveConj.Call(this);
        public Tensor resolve_neg() => _resolveNeg.Call(this);

        public Tensor real => _real.Call(this);
        public Tensor imag => _imag.Call(this);
    }
}
