using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class init
        {
            private static readonly Op _copyTo = "copy_", _qr = "linalg_qr", _diagonal = "diagonal", _sign = "sign", _times = "mul_.Tensor", _scale = "mul_.Scalar", _t = "t", _eye = "eye.m",
                _select = "select.int", _permutation = "randperm", _erfinv = "erfinv_", _shift = "add_.Scalar", _clamp = "clamp_", _reshape = "reshape", _empty = "new_empty",
                _fillAt = "index_fill_.int_Scalar", _narrow = "narrow";

            public static Tensor eye_(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length != 2) throw new ArgumentException("eye_ needs 2 dimensions", nameof(tensor));
                return Run(_copyTo, tensor, _eye.Call(shape[0], shape[1], tensor.dtype, default, tensor.device));
            }

            /// <summary>The identity as a convolution: [out, in, kernel...] with ones in the middle of the kernel.</summary>
            public static Tensor dirac_(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length is < 3 or > 5) throw new ArgumentException("dirac_ needs 3, 4 or 5 dimensions", nameof(tensor));
                zeros_(tensor);
                using (no_grad())
                {
                    var middle = (Tensor)tensor;
                    for (var d = shape.Length - 1; d >= 2; d--) middle = _select.Call(middle, d, shape[d] / 2);
                    _fill.Run(_diagonal.Call(middle), 1);
                }
                return tensor;
            }

            /// <summary>Orthonormal rows or columns: the Q of a Gaussian matrix with R's diagonal made positive.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1)
            {
                var shape = tensor.shape;
                if (shape.Length < 2) throw new ArgumentException("orthogonal_ needs 2 or more dimensions", nameof(tensor));
                if (tensor.numel() == 0) return tensor;
                using (no_grad())
                {
                    var (rows, columns) = (shape[0], tensor.numel() / shape[0]);
                    var matrix = _empty.Call(tensor, new[] { rows, columns });
                    _normal.Run(matrix, 0.0, 1.0);
                    if (rows < columns) matrix = _t.Call(matrix);
                    var (q, r) = _qr.Call2(matrix, "reduced");
                    _times.Run(q, _sign.Call(_diagonal.Call(r)));
                    if (rows < columns) q = _t.Call(q);
                    _copyTo.Run(tensor, _reshape.Call(q, shape));
                    _scale.Run(tensor, gain);
                }
                return tensor;
            }

            /// <summary>N(0, std), with a fraction of each column zeroed.</summary>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                var shape = tensor.shape;
                if (shape.Length != 2) throw new ArgumentException("sparse_ needs 2 dimensions", nameof(tensor));
                var zeros = (long)Math.Ceiling(sparsity * shape[0]);
                normal_(tensor, 0, std);
                using (no_grad())
                    for (var column = 0L; column < shape[1]; column++)
                    {
                        var rows = _narrow.Call(_permutation.Call(shape[0]), 0, 0, zeros);
                        _fillAt.Run(_select.Call(tensor, 1, column), 0, rows, 0);
                    }
                return tensor;
            }

            /// <summary>N(mean, std) cut to [a, b], by the inverse of its distribution function.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null)
            {
                var (low, high) = (Distribution((a - mean) / std), Distribution((b - mean) / std));
                using (no_grad())
                {
                    _uniform.Run(tensor, 2 * low - 1, 2 * high - 1, generator);
                    _erfinv.Run(tensor);
                    _scale.Run(tensor, std * Math.Sqrt(2));
                    _shift.Run(tensor, mean);
                    _clamp.Run(tensor, a, b);
                }
                return tensor;
            }

            private static readonly Op _erf = "erf", _number = "scalar_tensor";

            private static double Distribution(double x)
            {
                using var erf = _erf.Call(_number.Call(x / Math.Sqrt(2), ScalarType.Float64));
                return (1 + erf.item<double>()) / 2;
            }
        }
    }
}
