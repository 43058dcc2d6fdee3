using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _celu = "celu", _celu_ = "celu_", _elu = "elu", _elu_ = "elu_", _gelu = "gelu", _gelu_ = "gelu_", _glu = "glu",
            _hardsigmoid = "hardsigmoid", _hardsigmoid_ = "hardsigmoid_", _hardswish = "hardswish", _hardswish_ = "hardswish_",
            _hardtanh = "hardtanh", _hardtanh_ = "hardtanh_", _leakyRelu = "leaky_relu", _leakyRelu_ = "leaky_relu_", _logSigmoid = "log_sigmoid",
            _logSoftmaxInt = "log_softmax.int", _prelu = "prelu", _relu6 = "relu6", _relu6_ = "relu6_", _relu_ = "relu_", _rrelu = "rrelu",
            _rrelu_ = "rrelu_", _selu = "selu", _selu_ = "selu_", _sigmoid = "sigmoid", _sigmoid_ = "sigmoid_", _silu = "silu", _silu_ = "silu_",
            _softmaxInt = "softmax.int", _softplus = "softplus", _threshold = "threshold", _threshold_ = "threshold_";

        public Tensor relu_() => _relu_.Update(this);
        public Tensor relu6() => _relu6.Call(this);
        public Tensor relu6_() => _relu6_.Update(this);
        public Tensor leaky_relu(Scalar negative_slope) => _leakyRelu.Call(this, negative_slope);
        public Tensor leaky_relu_(Scalar negative_slope) => _leakyRelu_.Update(this, negative_slope);
        public Tensor elu(double alpha = 1) => _elu.Call(this, alpha);
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => _elu.Call(this, alpha, scale, input_scale);
        public Tensor elu_(double alpha = 1) => _elu_.Update(this, alpha);
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) => _elu_.Update(this, alpha, scale, input_scale);
        public Tensor celu() => _celu.Call(this);
        public Tensor celu(Scalar alpha) => _celu.Call(this, alpha);
        public Tensor celu_() => _celu_.Update(this);
        public Tensor celu_(Scalar alpha) => _celu_.Update(this, alpha);
        public Tensor selu() => _selu.Call(this);
        public Tensor selu_() => _selu_.Update(this);
        public Tensor gelu() => _gelu.Call(this);
        public Tensor gelu_() => _gelu_.Update(this);
        public Tensor glu(long dim = -1) => _glu.Call(this, dim);
        public Tensor prelu(Tensor target) => _prelu.Call(this, target);
        public Tensor rrelu(double lower = 0.125, double upper = 0.3333333333333333) => _rrelu.Call(this, lower, upper);
        public Tensor rrelu_(double lower = 0.125, double upper = 0.3333333333333333) => _rrelu_.Update(this, lower, upper);
        public Tensor silu() => _silu.Call(this);
        public Tensor silu_() => _silu_.Update(this);
        public Tensor threshold(Scalar threshold, Scalar value) => _threshold.Call(this, threshold, value);
        public Tensor threshold_(Scalar threshold, Scalar value) => _threshold_.Update(this, threshold, value);
        public Tensor softplus(double beta = 1, double threshold = 20) => _softplus.Call(this, beta, threshold);

        public Tensor sigmoid() => _sigmoid.Call(this);
        public Tensor sigmoid_() => _sigmoid_.Update(this);
        public Tensor log_sigmoid() => _logSigmoid.Call(this);
        public Tensor hardsigmoid() => _hardsigmoid.Call(this);
        public Tensor hardsigmoid_() => _hardsigmoid_.Update(this);
        public Tensor hardswish() => _hardswish.Call(this);
        public Tensor hardswish_() => _hardswish_.Update(this);
        public Tensor hardtanh(Scalar min, Scalar max) => _hardtanh.Call(this, min, max);
        public Tensor hardtanh_(Scalar min, Scalar max) => _hardtanh_.Update(this, min, max);

        public Tensor softmax(long dim, ScalarType? dtype = null) => _softmaxInt.Call(this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => _logSoftmaxInt.Call(this, dim, dtype);
    }
}
