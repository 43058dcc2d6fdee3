using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Fills tensors in place, unrecorded, and returns them.</summary>
        public static partial class init
        {
            public enum FanInOut { FanIn = 0, FanOut = 1 }

            public enum NonlinearityType
            {
                Linear = 0, Conv1D = 1, Conv2D = 2, Conv3D = 3, ConvTranspose1D = 4, ConvTranspose2D = 5, ConvTranspose3D = 6, Sigmoid = 7, Tanh = 8, ReLU = 9, LeakyReLU = 10,
            }

            private static readonly Op _uniform = "uniform_", _normal = "normal_", _fill = "fill_.Scalar", _zero = "zero_";

            private static Tensor Run(Op op, Tensor tensor, params ReadOnlySpan<Arg> arguments)
            {
                using (no_grad()) op.Run([tensor, .. arguments]);
                return tensor;
            }

            /// <summary>The factor that keeps the variance through a nonlinearity; <paramref name="param"/> is the slope of a leaky ReLU.</summary>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2.0 / (1 + param * param)),
                _ => 1,
            };

            /// <summary>Inputs and outputs of one unit: dimensions 1 and 0 times the receptive field.</summary>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2) throw new ArgumentException("a tensor of fewer than 2 dimensions has no fan", nameof(tensor));
                var field = shape.Skip(2).Aggregate(1L, (a, b) => a * b);
                return (shape[1] * field, shape[0] * field);
            }

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) => Run(_uniform, tensor, low, high, generator);
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) => Run(_normal, tensor, mean, std, generator);
            public static Tensor constant_(Tensor tensor, Scalar val) => Run(_fill, tensor, val);
            public static Tensor ones_(Tensor tensor) => Run(_fill, tensor, 1);
            public static Tensor zeros_(Tensor tensor) => Run(_zero, tensor);

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                var bound = Math.Sqrt(3) * (gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1) => xavier_uniform_(tensor, gain);
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1) => xavier_normal_(tensor, gain);

            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }
        }
    }
}
