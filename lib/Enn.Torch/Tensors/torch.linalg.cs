using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra on matrices and batches of them (the last two dimensions).</summary>
    public static partial class linalg
    {
        private static readonly Op _cholesky = "linalg_cholesky", _choleskyEx = "linalg_cholesky_ex", _cross = "linalg_cross", _det = "linalg_det",
            _diagonal = "linalg_diagonal", _eig = "linalg_eig", _eigh = "linalg_eigh", _eigvals = "linalg_eigvals", _eigvalsh = "linalg_eigvalsh",
            _householderProduct = "linalg_householder_product", _inv = "linalg_inv", _invEx = "linalg_inv_ex", _ldlFactor = "linalg_ldl_factor",
            _ldlFactorEx = "linalg_ldl_factor_ex", _ldlSolve = "linalg_ldl_solve", _lstsq = "linalg_lstsq", _lu = "linalg_lu", _luFactor = "linalg_lu_factor",
            _luSolve = "linalg_lu_solve", _luSolveOut = "linalg_lu_solve.out", _matrixExp = "linalg_matrix_exp", _multiDot = "linalg_multi_dot",
            _pinvFloat = "linalg_pinv.atol_rtol_float", _pinvTensor = "linalg_pinv.atol_rtol_tensor", _qr = "linalg_qr", _slogdet = "linalg_slogdet",
            _solve = "linalg_solve", _solveEx = "linalg_solve_ex", _solveTriangular = "linalg_solve_triangular",
            _solveTriangularOut = "linalg_solve_triangular.out", _svd = "linalg_svd", _svdvals = "linalg_svdvals", _tensorinv = "linalg_tensorinv",
            _tensorsolve = "linalg_tensorsolve", _vander = "linalg_vander", _vecdot = "linalg_vecdot", _vecdotOut = "linalg_vecdot.out";

        /// <summary>Which factors a QR decomposition returns.</summary>
        public enum QRMode { Reduced = 0, Complete = 1, R = 2 }

        public static Tensor cholesky(Tensor input) => _cholesky.Call(input);
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) => _choleskyEx.Call2(input, false, check_errors);

        public static Tensor det(Tensor input) => _det.Call(input);
        public static (Tensor, Tensor) slogdet(Tensor input) => _slogdet.Call2(input);

        public static (Tensor, Tensor) eig(Tensor input) => _eig.Call2(input);
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => _eigh.Call2(input, UPLO.ToString());
        public static Tensor eigvals(Tensor input) => _eigvals.Call(input);
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => _eigvalsh.Call(input, UPLO.ToString());

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => _svd.Call3(input, fullMatrices);
        public static Tensor svdvals(Tensor input) => _svdvals.Call(input);

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) => _qr.Call2(input, mode switch
        {
            QRMode.Complete => "complete",
            QRMode.R => "r",
            _ => "reduced",
        });

        public static Tensor householder_product(Tensor A, Tensor tau) => _householderProduct.Call(A, tau);

        public static (Tensor, Tensor) ldl_factor(Tensor input, bool hermitian = true) => _ldlFactor.Call2(input, hermitian);

        public static (Tensor, Tensor, Tensor) ldl_factor_ex(Tensor input, bool hermitian = true, bool check_errors = false) =>
            _ldlFactorEx.Call3(input, hermitian, check_errors);

        public static Tensor ldl_solve(Tensor LD, Tensor pivots, Tensor B, bool hermitian = false) => _ldlSolve.Call(LD, pivots, B, hermitian);

        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => _lu.Call3(input, pivot);
        public static (Tensor LU, Tensor pivots) lu_factor(Tensor input, bool pivot = true) => _luFactor.Call2(input, pivot);

        public static Tensor lu_solve(Tensor LU, Tensor pivots, Tensor B, bool left = true, bool adjoint = false, Tensor? @out = null) => @out is null
            ? _luSolve.Call(LU, pivots, B, left, adjoint)
            : _luSolveOut.Into(@out, LU, pivots, B, left, adjoint, @out);

        public static Tensor inv(Tensor input) => _inv.Call(input);
        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) => _invEx.Call2(input, check_errors);

        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            _pinvFloat.Call(input, atol, rtol, hermitian);

        public static Tensor pinv(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) => _pinvTensor.Call(input, atol, rtol, hermitian);

        public static Tensor solve(Tensor A, Tensor B, bool left = true) => _solve.Call(A, B, left);

        public static (Tensor result, Tensor info) solve_ex(Tensor A, Tensor B, bool left = true, bool check_errors = false) =>
            _solveEx.Call2(A, B, left, check_errors);

        public static Tensor solve_triangular(Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null) => @out is null
            ? _solveTriangular.Call(A, B, upper, left, unitriangular)
            : _solveTriangularOut.Into(@out, A, B, upper, left, unitriangular, @out);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) => _lstsq.Call4(input, other);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) =>
            _lstsq.Call4(input, other, rcond);

        public static Tensor tensorinv(Tensor input, long ind) => _tensorinv.Call(input, ind);
        public static Tensor tensorsolve(Tensor A, Tensor B, long[] dims) => _tensorsolve.Call(A, B, dims);

        public static Tensor matrix_exp(Tensor input) => _matrixExp.Call(input);
        public static Tensor multi_dot(IList<Tensor> tensors) => _multiDot.Call(Arg.List(tensors));
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => _cross.Call(input, other, dim);

        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1, Tensor? @out = null) => @out is null
            ? _vecdot.Call(x, y, dim)
            : _vecdotOut.Into(@out, x, y, dim, @out);

        public static Tensor vander(Tensor input, long? N = null) => _vander.Call(input, N);
        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) => _diagonal.Call(input, offset, dim1, dim2);
    }
}
