using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ReLU ReLU(bool inplace = false) => new(inplace);
            public static ReLU6 ReLU6(bool inplace = false) => new(inplace);
            public static ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
            public static CELU CELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);
            public static SELU SELU(bool inplace = false) => new(inplace);
            public static GELU GELU() => new(false);
            public static GELU GELU(bool inplace) => new(inplace);
            public static SiLU SiLU() => new(false);
            public static SiLU SiLU(bool inplace) => new(inplace);
            public static Mish Mish() => new(false);
            public static Mish Mish(bool inplace) => new(inplace);
            public static Sigmoid Sigmoid() => new(false);
            public static Sigmoid Sigmoid(bool inplace) => new(inplace);
            public static Tanh Tanh(bool inplace = false) => new(inplace);
            public static Hardtanh Hardtanh(double min_val = -1, double max_val = 1, bool inplace = false) => new(min_val, max_val, inplace);
            public static Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);
            public static Hardswish Hardswish(bool inplace = false) => new(inplace);
            public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);
            public static RReLU RReLU(double lower = 0.125, double upper = 1.0 / 3, bool inplace = false) => new(lower, upper, inplace);
            public static Threshold Threshold(double threshold, double value, bool inplace = false) => new(threshold, value, inplace);
            public static Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);
            public static Softsign Softsign() => new(false);
            public static Softsign Softsign(bool inplace) => new(inplace);
            public static Tanhshrink Tanhshrink(bool inplace = false) => new(inplace);
            public static Softshrink Softshrink(double lambda = 0.5) => new(lambda);
            public static Hardshrink Hardshrink(double lambda = 0.5) => new(lambda);
            public static LogSigmoid LogSigmoid() => new();
            public static GLU GLU(long dim = -1) => new(dim);
            public static Softmax Softmax(long dim) => new(dim);
            public static LogSoftmax LogSoftmax(long dim) => new(dim);
            public static Softmin Softmin(long dim) => new(dim);
            public static Softmax2d Softmax2d() => new();
            public static PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null, ScalarType? dtype = null) => new(num_parameters, init, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    // One class a nonlinearity: its parameters are its properties, its formula the function of the same name in nn.functional.

    public sealed class ReLU(bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(ReLU))
    {
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.relu(tensor, inplace);
    }

    public sealed class ReLU6(bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(ReLU6))
    {
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.relu6(tensor, inplace);
    }

    public sealed class ELU(double alpha, bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(ELU))
    {
        public double alpha { get; set; } = alpha;
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.elu(tensor, alpha, inplace);
    }

    public sealed class CELU(double alpha, bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(CELU))
    {
        public double alpha { get; set; } = alpha;
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.celu(tensor, alpha, inplace);
    }

    public sealed class SELU(bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(SELU))
    {
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.selu(tensor, inplace);
    }

    public sealed class GELU(bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(GELU))
    {
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.gelu(tensor, inplace);
    }

    public sealed class SiLU(bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(SiLU))
    {
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.silu(tensor, inplace);
    }

    public sealed class Mish(bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Mish))
    {
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.mish(tensor, inplace);
    }

    public sealed class Sigmoid(bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Sigmoid))
    {
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.sigmoid(tensor, inplace);
    }

    public sealed class Tanh(bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Tanh))
    {
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.tanh(tensor, inplace);
    }

    public sealed class Hardtanh(double min_val, double max_val, bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Hardtanh))
    {
        public double min_val { get; set; } = min_val;
        public double max_val { get; set; } = max_val;
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.hardtanh(tensor, min_val, max_val, inplace);
    }

    public sealed class Hardsigmoid(bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Hardsigmoid))
    {
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.hardsigmoid(tensor, inplace);
    }

    public sealed class Hardswish(bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Hardswish))
    {
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.hardswish(tensor, inplace);
    }

    public sealed class LeakyReLU(double negative_slope, bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(LeakyReLU))
    {
        public double negative_slope { get; set; } = negative_slope;
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.leaky_relu(tensor, negative_slope, inplace);
    }

    public sealed class RReLU(double lower, double upper, bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(RReLU))
    {
        public double lower { get; set; } = lower;
        public double upper { get; set; } = upper;
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.rrelu(tensor, lower, upper, training, inplace);
    }

    public sealed class Threshold(double threshold, double value, bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Threshold))
    {
        public double threshold { get; set; } = threshold;
        public double value { get; set; } = value;
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.threshold(tensor, threshold, value, inplace);
    }

    public sealed class Softplus(double beta, double threshold) : ParameterLessModule<Tensor, Tensor>(nameof(Softplus))
    {
        public double beta { get; set; } = beta;
        public double threshold { get; set; } = threshold;

        public override Tensor forward(Tensor tensor) => nn.functional.softplus(tensor, beta, threshold);
    }

    public sealed class Softsign(bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Softsign))
    {
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.softsign(tensor, inplace);
    }

    public sealed class Tanhshrink(bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Tanhshrink))
    {
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.tanhshrink(tensor, inplace);
    }

    public sealed class Softshrink(double lambda) : ParameterLessModule<Tensor, Tensor>(nameof(Softshrink))
    {
        public double lambda { get; set; } = lambda;

        public override Tensor forward(Tensor tensor) => nn.functional.softshrink(tensor, lambda);
    }

    public sealed class Hardshrink(double lambda) : ParameterLessModule<Tensor, Tensor>(nameof(Hardshrink))
    {
        public double lambda { get; set; } = lambda;

        public override Tensor forward(Tensor tensor) => nn.functional.hardshrink(tensor, lambda);
    }

    public sealed class LogSigmoid() : ParameterLessModule<Tensor, Tensor>(nameof(LogSigmoid))
    {
        public override Tensor forward(Tensor tensor) => nn.functional.logsigmoid(tensor);
    }

    public sealed class GLU(long dim) : ParameterLessModule<Tensor, Tensor>(nameof(GLU))
    {
        public long dim { get; set; } = dim;

        public override Tensor forward(Tensor tensor) => nn.functional.glu(tensor, dim);
    }

    public sealed class Softmax(long dim) : ParameterLessModule<Tensor, Tensor>(nameof(Softmax))
    {
        public long dim { get; set; } = dim;

        public override Tensor forward(Tensor tensor) => nn.functional.softmax(tensor, dim);
    }

    public sealed class LogSoftmax(long dim) : ParameterLessModule<Tensor, Tensor>(nameof(LogSoftmax))
    {
        public long dim { get; set; } = dim;

        public override Tensor forward(Tensor tensor) => nn.functional.log_softmax(tensor, dim);
    }

    public sealed class Softmin(long dim) : ParameterLessModule<Tensor, Tensor>(nameof(Softmin))
    {
        public long dim { get; set; } = dim;

        public override Tensor forward(Tensor tensor) => nn.functional.softmin(tensor, dim);
    }

    public sealed class Softmax2d() : ParameterLessModule<Tensor, Tensor>(nameof(Softmax2d))
    {
        public override Tensor forward(Tensor tensor) => nn.functional.softmax2d(tensor);
    }

    /// <summary>max(0, x) + a min(0, x) with learned a.</summary>
    public sealed class PReLU : nn.Module<Tensor, Tensor>
    {
        internal PReLU(long num_parameters, double init, Device? device, ScalarType? dtype) : base(nameof(PReLU))
        {
            this.num_parameters = num_parameters;
            this.init = init;
            weight = Factory.ParameterOf(Factory.Full([num_parameters], init, device, dtype));
        }

        public long num_parameters { get; }
        public double init { get; }
        public Parameter weight { get; set; }

        public override Tensor forward(Tensor tensor) => nn.functional.prelu(tensor, weight);
    }
}
