using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>An operator and its in-place twin, which some operators lack: there the result is copied back.</summary>
            internal sealed class Activation(string name, bool twin = true)
            {
                private static readonly Op _copy = "copy_";
                private readonly Op _op = name;
                private readonly Op _inPlace = name + "_";

                internal Tensor Call(bool inplace, Tensor x, params ReadOnlySpan<Arg> rest)
                {
                    if (!inplace) return rest.IsEmpty ? _op.Call(x) : _op.Call([x, .. rest]);
                    if (twin) _inPlace.Run([x, .. rest]);
                    else _copy.Run(x, _op.Call([x, .. rest]));
                    return x;
                }
            }

            private static readonly Activation _relu = new("relu"), _relu6 = new("relu6"), _elu = new("elu"), _celu = new("celu"), _selu = new("selu"), _gelu = new("gelu"), _silu = new("silu"),
                _mish = new("mish"), _sigmoid = new("sigmoid"), _tanh = new("tanh"), _hardtanh = new("hardtanh"), _hardsigmoid = new("hardsigmoid"), _hardswish = new("hardswish"),
                _leakyRelu = new("leaky_relu"), _threshold = new("threshold"), _rrelu = new("rrelu"), _softplus = new("softplus", false);
            private static readonly Op _logSigmoid = "log_sigmoid", _softshrink = "softshrink", _hardshrink = "hardshrink", _glu = "glu", _prelu = "prelu", _softmax = "softmax.int",
                _logSoftmax = "log_softmax.int", _neg = "neg", _abs = "abs", _div = "div.Tensor", _addOne = "add.Scalar", _sub = "sub.Tensor";

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? _relu.Call(true, x) : x.relu();
            public static Tensor relu6(Tensor x, bool inplace = false) => _relu6.Call(inplace, x);
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => _elu.Call(inplace, x, alpha);
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) => _celu.Call(inplace, x, alpha);
            public static Tensor selu(Tensor x, bool inplace = false) => _selu.Call(inplace, x);
            public static Tensor gelu(Tensor x) => _gelu.Call(false, x);
            public static Tensor gelu(Tensor x, bool inplace) => _gelu.Call(inplace, x);
            public static Tensor silu(Tensor x, bool inplace = false) => _silu.Call(inplace, x);
            public static Tensor SiLU(Tensor x, bool inplace = false) => silu(x, inplace);
            public static Tensor mish(Tensor x, bool inplace = false) => _mish.Call(inplace, x);
            public static Tensor Mish(Tensor x) => mish(x);
            public static Tensor sigmoid(Tensor x) => _sigmoid.Call(false, x);
            public static Tensor sigmoid(Tensor x, bool inplace) => _sigmoid.Call(inplace, x);
            public static Tensor tanh(Tensor x, bool inplace = false) => _tanh.Call(inplace, x);
            public static Tensor hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) => _hardtanh.Call(inplace, x, min_val, max_val);
            public static Tensor Hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) => hardtanh(x, min_val, max_val, inplace);
            public static Tensor hardsigmoid(Tensor input, bool inplace = false) => _hardsigmoid.Call(inplace, input);
            public static Tensor hardswish(Tensor input, bool inplace = false) => _hardswish.Call(inplace, input);
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) => _leakyRelu.Call(inplace, input, negative_slope);
            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) => _threshold.Call(inplace, x, threshold, value);
            public static Tensor Threshold(Tensor x, double threshold, double value, bool inplace = false) => functional.threshold(x, threshold, value, inplace);
            public static Tensor rrelu(Tensor x, double lower = 0.125, double upper = 1.0 / 3, bool inplace = false) => _rrelu.Call(inplace, x, lower, upper);
            internal static Tensor rrelu(Tensor x, double lower, double upper, bool training, bool inplace) => _rrelu.Call(inplace, x, lower, upper, training);
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => _softplus.Call(false, x, beta, threshold);
            public static Tensor logsigmoid(Tensor x) => _logSigmoid.Call(x);
            public static Tensor softshrink(Tensor x, double lambda = 0.5) => _softshrink.Call(x, lambda);
            public static Tensor Softshrink(Tensor x, double lambda = 0.5) => softshrink(x, lambda);
            public static Tensor hardshrink(Tensor x, double lambda = 0.5) => _hardshrink.Call(x, lambda);
            public static Tensor Hardshrink(Tensor x, double lambda = 0.5) => hardshrink(x, lambda);
            public static Tensor glu(Tensor input, long dim = -1) => _glu.Call(input, dim);
            public static Tensor prelu(Tensor input, Tensor weight) => _prelu.Call(input, weight);
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => _softmax.Call(input, dim, dtype);
            public static Tensor softmax2d(Tensor x) => _softmax.Call(x, -3);
            public static Tensor softmin(Tensor x, long dim) => _softmax.Call(_neg.Call(x), dim);
            public static Tensor log_softmax(Tensor x, long dim) => _logSoftmax.Call(x, dim);
            public static Tensor softsign(Tensor x, bool inplace = false) => Into(x, inplace, _div.Call(x, _addOne.Call(_abs.Call(x), 1)));
            public static Tensor Softsign(Tensor x) => softsign(x);
            public static Tensor tanhshrink(Tensor x, bool inplace = false) => Into(x, inplace, _sub.Call(x, tanh(x)));
            public static Tensor Tanhshrink(Tensor x) => tanhshrink(x);

            private static Tensor Into(Tensor x, bool inplace, Tensor result)
            {
                if (!inplace) return result;
                _copyInto.Run(x, result);
                return x;
            }

            private static readonly Op _copyInto = "copy_";
        }
    }
}
