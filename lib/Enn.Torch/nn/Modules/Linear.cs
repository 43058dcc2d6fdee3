using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

            public static Bilinear Bilinear(long in1_features, long in2_features, long out_features, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in1_features, in2_features, out_features, hasBias, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>y = x W^T + b with W of [out, in].</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        private static readonly Op _linear = "linear";

        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Linear))
        {
            in_features = inputSize;
            out_features = outputSize;
            weight = Factory.Empty([outputSize, inputSize], device, dtype);
            bias = hasBias ? Factory.Empty([outputSize], device, dtype) : null;
            Factory.Reset(weight, bias);
        }

        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            in_features = weight.size(1);
            out_features = weight.size(0);
            this.weight = weight;
            this.bias = bias;
        }

        public long in_features { get; set; }
        public long out_features { get; set; }
        public Parameter weight { get; set; }
        public Parameter? bias { get; set; }

        public override Tensor forward(Tensor tensor) => _linear.Call(tensor, weight, bias);
    }

    /// <summary>y_k = x1^T A_k x2 + b_k.</summary>
    public sealed class Bilinear : nn.Module<Tensor, Tensor, Tensor>
    {
        internal Bilinear(long in1, long in2, long outputs, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Bilinear))
        {
            weight = Factory.Empty([outputs, in1, in2], device, dtype);
            bias = hasBias ? Factory.Empty([outputs], device, dtype) : null;
            var bound = 1 / Math.Sqrt(in1);
            nn.init.uniform_(weight, -bound, bound);
            if (bias is not null) nn.init.uniform_(bias, -bound, bound);
        }

        public Parameter weight { get; set; }
        public Parameter? bias { get; set; }

        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.bilinear(input1, input2, weight, bias);
    }
}
