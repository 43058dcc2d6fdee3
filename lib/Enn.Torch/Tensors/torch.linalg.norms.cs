using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public static partial class linalg
    {
        private static readonly Op _cond = "linalg_cond", _condStr = "linalg_cond.p_str", _matrixNorm = "linalg_matrix_norm",
            _matrixNormStr = "linalg_matrix_norm.str_ord", _matrixRankFloat = "linalg_matrix_rank.atol_rtol_float",
            _matrixRankTensor = "linalg_matrix_rank.atol_rtol_tensor", _norm = "linalg_norm", _normStr = "linalg_norm.ord_str", _vectorNorm = "linalg_vector_norm";

        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) => _normStr.Call(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => _norm.Call(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) => _norm.Call(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => _norm.Call(input, default, dims, keepdim);

        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) => _vectorNorm.Call(input, ord, dims, keepdim);

        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            _matrixNormStr.Call(input, ord, dims ?? [-2, -1], keepdim);

        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            _matrixNorm.Call(input, ord, dims ?? [-2, -1], keepdim);

        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            _matrixRankFloat.Call(input, atol, rtol, hermitian);

        public static Tensor matrix_rank(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) =>
            _matrixRankTensor.Call(input, atol, rtol, hermitian);

        public static Tensor cond(Tensor input) => _cond.Call(input);
        public static Tensor cond(Tensor input, int p) => _cond.Call(input, p);
        public static Tensor cond(Tensor input, double p) => _cond.Call(input, p);
        public static Tensor cond(Tensor input, string p) => _condStr.Call(input, p);
    }
}
