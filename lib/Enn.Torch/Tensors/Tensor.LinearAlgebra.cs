using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _addbmm = "addbmm", _addbmm_ = "addbmm_", _addmm = "addmm", _addmm_ = "addmm_", _addmv = "addmv",
            _addmv_ = "addmv_", _addr = "addr", _addr_ = "addr_", _baddbmm = "baddbmm", _bmm = "bmm", _cholesky = "cholesky",
            _choleskyInverse = "cholesky_inverse", _choleskySolve = "cholesky_solve", _det = "det", _dot = "dot", _geqrf = "geqrf", _ger = "ger",
            _inner = "inner", _inverse = "inverse", _kron = "kron", _linalgPinv = "linalg_pinv", _linalgVander = "linalg_vander", _logdet = "logdet",
            _matrixExp = "matrix_exp", _matrixH = "matrix_H", _matrixPower = "matrix_power", _mH = "mH", _mm = "mm", _mT = "mT", _mv = "mv",
            _numpyT = "numpy_T", _ormqr = "ormqr", _outer = "outer", _renorm = "renorm", _tensordot = "tensordot", _trace = "trace", _vdot = "vdot";

        public Tensor mm(Tensor target) => _mm.Call(this, target);
        public Tensor bmm(Tensor batch2) => _bmm.Call(this, batch2);
        public Tensor mv(Tensor target) => _mv.Call(this, target);
        public Tensor dot(Tensor target) => _dot.Call(this, target);
        public Tensor vdot(Tensor target) => _vdot.Call(this, target);
        public Tensor inner(Tensor vec2) => _inner.Call(this, vec2);
        public Tensor outer(Tensor vec2) => _outer.Call(this, vec2);
        public Tensor ger(Tensor vec2) => _ger.Call(this, vec2);
        public Tensor kron(Tensor other) => _kron.Call(this, other);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => _addmm.Call(this, mat1, mat2, beta, alpha);
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => _addmm_.Update(this, mat1, mat2, beta, alpha);
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => _addmv.Call(this, mat, vec, beta, alpha);
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => _addmv_.Update(this, mat, vec, beta, alpha);
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) => _addr.Call(this, vec1, vec2, beta, alpha);
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) => _addr_.Update(this, vec1, vec2, beta, alpha);
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => _addbmm.Call(this, batch1, batch2, beta, alpha);
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => _addbmm_.Update(this, batch1, batch2, beta, alpha);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => _baddbmm.Call(this, batch1, batch2, beta, alpha);
        public Tensor tensordot(Tensor b, long dims = 2) =>
            tensordot(b, [.. Enumerable.Range((int)(ndim - dims), (int)dims).Select(i => (long)i)], [.. Enumerable.Range(0, (int)dims).Select(i => (long)i)]);
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => _tensordot.Call(this, b, dims1, dims2);
        public Tensor tensordot(Tensor b, (long, long)[] dims) => tensordot(b, [.. dims.Select(d => d.Item1)], [.. dims.Select(d => d.Item2)]);

        public Tensor det() => _det.Call(this);
        public Tensor logdet() => _logdet.Call(this);
        public Tensor inverse() => _inverse.Call(this);
        public Tensor pinverse(double rcond = 1e-15, bool hermitian = false) => _linalgPinv.Call(this, rcond, hermitian);
        public Tensor cholesky(bool upper = false) => _cholesky.Call(this, upper);
        public Tensor cholesky_inverse(bool upper = false) => _choleskyInverse.Call(this, upper);
        public Tensor cholesky_solve(Tensor input2, bool upper = false) => _choleskySolve.Call(this, input2, upper);
        public (Tensor a, Tensor tau) geqrf() => _geqrf.Call2(this);
        public Tensor ormqr(Tensor tau, Tensor other, bool left = true, bool transpose = false) => _ormqr.Call(this, tau, other, left, transpose);
        public Tensor matrix_exp() => _matrixExp.Call(this);
        public Tensor matrix_power(int n) => _matrixPower.Call(this, n);
        public Tensor renorm(float p, long dim, float maxnorm) => _renorm.Call(this, p, dim, maxnorm);
        public Tensor trace() => _trace.Call(this);

        public Tensor vander(long N = -1, bool increasing = false)
        {
            var powers = _linalgVander.Call(this, N < 0 ? size(0) : N);
            return increasing ? powers : powers.flip(-1);
        }

        public Tensor H => _matrixH.Call(this);
        public Tensor T => _numpyT.Call(this);
        public Tensor mT => _mT.Call(this);
        public Tensor mH => _mH.Call(this);
    }
}
