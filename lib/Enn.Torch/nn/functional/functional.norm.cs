using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op _batchNorm = "batch_norm", _instanceNorm = "instance_norm", _groupNorm = "group_norm", _layerNorm = "layer_norm", _normDim = "linalg_vector_norm",
                _expandAs = "expand_as", _cosine = "cosine_similarity", _avgPool3 = "avg_pool3d", _unsqueeze = "unsqueeze", _squeeze = "squeeze.dim", _power = "pow.Tensor_Scalar", _padded = "pad";

            // Written in place in training mode: true for libtorch to use the faster native kernels where it has them.
            private const bool FastKernels = true;

            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5)
            {
                // One value has no variance: it would make the running one not a number, for ever.
                if (training && input.numel() is > 0 and var values && values == input.size(1))
                    throw new ArgumentException($"Expected more than 1 value per channel when training, got input size [{string.Join(", ", input.shape)}]", nameof(input));
                return _batchNorm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, FastKernels);
            }

            public static Tensor instance_norm(Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1e-5) =>
                _instanceNorm.Call(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, FastKernels);

            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) => _groupNorm.Call(input, num_groups, weight, bias, eps);
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) => _layerNorm.Call(input, normalized_shape, weight, bias, eps);

            /// <summary>x / max(|x|_p, eps) along a dimension.</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12) =>
                input / _expandAs.Call(_clampMin.Call(_normDim.Call(input, p, new[] { dim }, true), eps), input);

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) => _cosine.Call(x1, x2, dim, eps);
            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2, double eps = 1e-6, bool keepdim = false) => _pairwise.Call(input1, input2, p, eps, keepdim);

            /// <summary>x / (k + alpha mean of x^2 over `size` neighbouring channels)^beta.</summary>
            public static Tensor local_response_norm(Tensor input, long size, double alpha = 1e-4, double beta = 0.75, double k = 1)
            {
                var shape = input.shape;
                if (shape.Length < 3) throw new ArgumentException($"local_response_norm needs [N, C, ...], got {shape.Length} dimensions", nameof(input));
                var flat = _reshape.Call(_square.Call(input), new long[] { shape[0], 1, shape[1], shape[2], -1 });
                var padded = _padded.Call(flat, new long[] { 0, 0, 0, 0, size / 2, (size - 1) / 2 });
                var mean = _reshape.Call(_avgPool3.Call(padded, new long[] { size, 1, 1 }, new long[] { 1, 1, 1 }), shape);
                return input / _power.Call(_addOne.Call(mean.mul(alpha), k), beta);
            }

            private static readonly Op _reshape = "reshape";
        }
    }
}
