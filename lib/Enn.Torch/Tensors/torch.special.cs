using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Special functions.</summary>
    public static partial class special
    {
        private static readonly Op _specialDigamma = "special_digamma", _specialEntr = "special_entr", _specialErf = "special_erf",
            _specialErfc = "special_erfc", _specialErfcx = "special_erfcx", _specialErfinv = "special_erfinv", _specialExp2 = "special_exp2",
            _specialExpit = "special_expit", _specialExpm1 = "special_expm1", _specialGammainc = "special_gammainc",
            _specialGammaincc = "special_gammaincc", _specialGammaln = "special_gammaln", _specialI0 = "special_i0", _specialI0e = "special_i0e",
            _specialI1 = "special_i1", _specialI1e = "special_i1e", _specialLogit = "special_logit", _specialMultigammaln = "special_multigammaln",
            _specialNdtr = "special_ndtr", _specialNdtri = "special_ndtri", _specialPolygamma = "special_polygamma", _specialPsi = "special_psi",
            _specialSinc = "special_sinc", _specialXlog1py = "special_xlog1py", _specialZeta = "special_zeta";

        public static Tensor digamma(Tensor input) => _specialDigamma.Call(input);
        public static Tensor entr(Tensor input) => _specialEntr.Call(input);
        public static Tensor erf(Tensor input) => _specialErf.Call(input);
        public static Tensor erfc(Tensor input) => _specialErfc.Call(input);
        public static Tensor erfcx(Tensor input) => _specialErfcx.Call(input);
        public static Tensor erfinv(Tensor input) => _specialErfinv.Call(input);
        public static Tensor exp2(Tensor input) => _specialExp2.Call(input);
        public static Tensor expit(Tensor input) => _specialExpit.Call(input);
        public static Tensor expm1(Tensor input) => _specialExpm1.Call(input);
        public static Tensor gammainc(Tensor input, Tensor other) => _specialGammainc.Call(input, other);
        public static Tensor gammaincc(Tensor input, Tensor other) => _specialGammaincc.Call(input, other);
        public static Tensor gammaln(Tensor input) => _specialGammaln.Call(input);
        public static Tensor i0(Tensor input) => _specialI0.Call(input);
        public static Tensor i0e(Tensor input) => _specialI0e.Call(input);
        public static Tensor i1(Tensor input) => _specialI1.Call(input);
        public static Tensor i1e(Tensor input) => _specialI1e.Call(input);
        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => input.log_softmax(dim, dtype);
        public static Tensor logit(Tensor input) => _specialLogit.Call(input);
        public static Tensor multigammaln(Tensor input, long p) => _specialMultigammaln.Call(input, p);
        public static Tensor ndtr(Tensor input) => _specialNdtr.Call(input);
        public static Tensor ndtri(Tensor input) => _specialNdtri.Call(input);
        public static Tensor polygamma(long n, Tensor input) => _specialPolygamma.Call(n, input);
        public static Tensor psi(Tensor input) => _specialPsi.Call(input);
        public static Tensor sigmoid(Tensor input) => input.sigmoid();
        public static Tensor sigmoid_(Tensor input) => input.sigmoid_();
        public static Tensor sinc(Tensor input) => _specialSinc.Call(input);
        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
        public static Tensor xlog1py(Tensor input, Tensor other) => _specialXlog1py.Call(input, other);
        public static Tensor zeta(Tensor x, Tensor q) => _specialZeta.Call(x, q);
    }
}
