using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op _maxPool1d = "max_pool1d", _maxPool2d = "max_pool2d", _maxPool3d = "max_pool3d", _maxPool1dIndices = "max_pool1d_with_indices",
                _maxPool2dIndices = "max_pool2d_with_indices", _maxPool3dIndices = "max_pool3d_with_indices", _avgPool1d = "avg_pool1d", _avgPool2d = "avg_pool2d", _avgPool3d = "avg_pool3d",
                _adaptiveAvg1d = "adaptive_avg_pool1d", _adaptiveAvg2d = "adaptive_avg_pool2d", _adaptiveAvg3d = "adaptive_avg_pool3d", _adaptiveMax1d = "adaptive_max_pool1d",
                _adaptiveMax2d = "adaptive_max_pool2d", _adaptiveMax3d = "adaptive_max_pool3d", _maxUnpool2d = "max_unpool2d", _maxUnpool3d = "max_unpool3d", _signOf = "sign", _relu1 = "relu";

            public static Tensor max_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                _maxPool1d.Call(input, new[] { kernel_size }, new[] { stride ?? kernel_size }, One(padding, _zero), One(dilation, _one), ceil_mode);

            public static (Tensor output, Tensor indices) max_pool1d_with_indices(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                _maxPool1dIndices.Call2(input, new[] { kernel_size }, new[] { stride ?? kernel_size }, One(padding, _zero), One(dilation, _one), ceil_mode);

            public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Sizes.Repeat(kernel_size, 2), Sizes.Repeat(stride, 2), Sizes.Repeat(padding, 2), Sizes.Repeat(dilation, 2), ceil_mode);

            public static Tensor max_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Sizes.Of(kernel_size), Sizes.Of(stride), Sizes.Of(padding), Sizes.Of(dilation), ceil_mode);

            public static Tensor max_pool2d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                IsHalving(kernel_size, strides ?? kernel_size, padding ?? _zeros, dilation ?? _ones, ceil_mode) ? Halved(input)
                    : _maxPool2d.Call(input, kernel_size, strides ?? kernel_size, padding ?? _zeros, dilation ?? _ones, ceil_mode);

            // A kernel of 2x2 that moves by 2: native/pooling.cpp.
            private static bool IsHalving(long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceil) =>
                !ceil && kernel is [2] or [2, 2] && stride is [2] or [2, 2] && padding is [0] or [0, 0] && dilation is [1] or [1, 1];

            private static Tensor Halved(Tensor input)
            {
                var result = Native.enn_max_pool2d_halving(input.Handle);
                if (result == IntPtr.Zero) throw TorchException.FromNative("max_pool2d", $"{(Arg)input}");
                GC.KeepAlive(input);
                return Tensor.Own(result, true);
            }

            public static (Tensor output, Tensor indices) max_pool2d_with_indices(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                _maxPool2dIndices.Call2(input, kernel_size, strides ?? kernel_size, padding ?? _zeros, dilation ?? _ones, ceil_mode);

            public static Tensor max_pool3d(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                _maxPool3d.Call(input, kernel_size, strides ?? kernel_size, padding ?? _zeross, dilation ?? _oness, ceil_mode);

            public static (Tensor output, Tensor indices) max_pool3d_with_indices(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                _maxPool3dIndices.Call2(input, kernel_size, strides ?? kernel_size, padding ?? _zeross, dilation ?? _oness, ceil_mode);

            public static Tensor avg_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true) =>
                _avgPool1d.Call(input, new[] { kernel_size }, new[] { stride ?? kernel_size }, One(padding, _zero), ceil_mode, count_include_pad);

            public static Tensor avg_pool2d(Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, Sizes.Repeat(kernel_size, 2), Sizes.Repeat(stride, 2), Sizes.Repeat(padding, 2), ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, Sizes.Of(kernel_size), Sizes.Of(stride), Sizes.Of(padding), ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                _avgPool2d.Call(input, kernel_size, stride ?? kernel_size, padding ?? _zeros, ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool3d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                _avgPool3d.Call(input, kernel_size, stride ?? kernel_size, padding ?? _zeross, ceil_mode, count_include_pad, divisor_override);

            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) => _adaptiveAvg1d.Call(input, new[] { output_size });
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => _adaptiveAvg2d.Call(input, Sizes.Repeat(output_size, 2));
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => _adaptiveAvg2d.Call(input, output_size);
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => _adaptiveAvg2d.Call(input, Sizes.Of(output_size));
            public static Tensor adaptive_avg_pool3d(Tensor input, long output_size) => _adaptiveAvg3d.Call(input, Sizes.Repeat(output_size, 3));
            public static Tensor adaptive_avg_pool3d(Tensor input, long[] output_size) => _adaptiveAvg3d.Call(input, output_size);
            public static Tensor adaptive_avg_pool3d(Tensor input, (long, long, long) output_size) => _adaptiveAvg3d.Call(input, Sizes.Of(output_size));
            public static Tensor adaptive_max_pool1d(Tensor input, long output_size) => adaptive_max_pool1d_with_indices(input, output_size).output;
            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size) => adaptive_max_pool2d_with_indices(input, output_size).output;
            public static Tensor adaptive_max_pool3d(Tensor input, long[] output_size) => adaptive_max_pool3d_with_indices(input, output_size).output;
            public static (Tensor output, Tensor indices) adaptive_max_pool1d_with_indices(Tensor input, long output_size) => _adaptiveMax1d.Call2(input, new[] { output_size });
            public static (Tensor output, Tensor indices) adaptive_max_pool2d_with_indices(Tensor input, long[] output_size) => _adaptiveMax2d.Call2(input, output_size);
            public static (Tensor output, Tensor indices) adaptive_max_pool3d_with_indices(Tensor input, long[] output_size) => _adaptiveMax3d.Call2(input, output_size);

            public static Tensor max_unpool1d(Tensor input, Tensor indices, long kernel_size, long? stride = null, long? padding = null, long[]? output_size = null)
            {
                var size = output_size?[^1] ?? Unpooled(input, [kernel_size], [stride ?? kernel_size], [padding ?? 0])[0];
                return _squeeze.Call(_maxUnpool2d.Call(_unsqueeze.Call(input, -1), _unsqueeze.Call(indices, -1), new[] { size, 1 }), -1);
            }

            public static Tensor max_unpool2d(Tensor input, Tensor indices, long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? output_size = null) =>
                _maxUnpool2d.Call(input, indices, output_size?[^2..] ?? Unpooled(input, kernel_size, stride ?? kernel_size, padding ?? _zeros));

            public static Tensor max_unpool3d(Tensor input, Tensor indices, long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? output_size = null) =>
                _maxUnpool3d.Call(input, indices, output_size?[^3..] ?? Unpooled(input, kernel_size, stride ?? kernel_size, padding ?? _zeross), stride ?? kernel_size, padding ?? _zeross);

            private static long[] Unpooled(Tensor input, long[] kernel, long[] stride, long[] padding)
            {
                var sizes = input.shape[^kernel.Length..];
                return [.. sizes.Select((size, d) => (size - 1) * stride[d] + kernel[d] - 2 * padding[d])];
            }

            /// <summary>(sum of x^p over the window)^(1/p).</summary>
            public static Tensor lp_pool1d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) =>
                Root(avg_pool1d(_power.Call(input, norm_type), kernel_size, stride, 0, ceil_mode), kernel_size, norm_type);

            public static Tensor lp_pool2d(Tensor input, double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) =>
                lp_pool2d(input, norm_type, Sizes.Repeat(kernel_size, 2), Sizes.Repeat(stride, 2), ceil_mode);

            public static Tensor lp_pool2d(Tensor input, double norm_type, long[] kernel_size, long[]? stride = null, bool ceil_mode = false) =>
                Root(avg_pool2d(_power.Call(input, norm_type), kernel_size, stride, null, ceil_mode), kernel_size[0] * kernel_size[1], norm_type);

            private static Tensor Root(Tensor mean, long count, double p) => _power.Call((_signOf.Call(mean) * _relu1.Call(_abs.Call(mean))).mul(count), 1 / p);
        }
    }
}
