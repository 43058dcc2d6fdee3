using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The layers as functions.</summary>
        public static partial class functional
        {
            private static readonly Op _linear = "linear", _bilinear = "bilinear", _conv1d = "conv1d", _conv2d = "conv2d", _conv3d = "conv3d", _conv1dNamed = "conv1d.padding",
                _conv2dNamed = "conv2d.padding", _conv3dNamed = "conv3d.padding", _convTranspose1d = "conv_transpose1d", _convTranspose2d = "conv_transpose2d.input",
                _convTranspose3d = "conv_transpose3d.input", _im2col = "im2col", _col2im = "col2im";

            private static readonly long[] _one = [1], _ones = [1, 1], _oness = [1, 1, 1], _zero = [0], _zeros = [0, 0], _zeross = [0, 0, 0];

            private static long[] One(long? value, long[] otherwise) => value is { } v ? [v] : otherwise;
            private static string Name(Padding padding) => padding == Padding.Same ? "same" : "valid";

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => _linear.Call(input, weights, bias);
            public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null) => _bilinear.Call(input1, input2, weight, bias);

            public static Tensor conv1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                _conv1d.Call(input, weight, bias, One(stride, _one), One(padding, _zero), One(dilation, _one), groups);

            public static Tensor conv1d_padding(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, Padding padding = Padding.Valid, long? dilation = null, long groups = 1) =>
                _conv1dNamed.Call(input, weight, bias, One(stride, _one), Name(padding), One(dilation, _one), groups);

            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                _conv2d.Call(input, weight, bias, strides ?? _ones, padding ?? _zeros, dilation ?? _ones, groups);

            public static Tensor conv2d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                _conv2dNamed.Call(input, weight, bias, strides ?? _ones, Name(padding), dilation ?? _ones, groups);

            public static Tensor conv3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                _conv3d.Call(input, weight, bias, strides ?? _oness, padding ?? _zeross, dilation ?? _oness, groups);

            public static Tensor conv3d_padding(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid, long[]? dilation = null, long groups = 1) =>
                _conv3dNamed.Call(input, weight, bias, strides ?? _oness, Name(padding), dilation ?? _oness, groups);

            public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? output_padding = null, long? dilation = null, long groups = 1) =>
                _convTranspose1d.Call(input, weight, bias, One(stride, _one), One(padding, _zero), One(output_padding, _zero), groups, One(dilation, _one));

            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                _convTranspose2d.Call(input, weight, bias, strides ?? _ones, padding ?? _zeros, output_padding ?? _zeros, groups, dilation ?? _ones);

            public static Tensor conv_transpose3d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                _convTranspose3d.Call(input, weight, bias, strides ?? _oness, padding ?? _zeross, output_padding ?? _zeross, groups, dilation ?? _oness);

            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                _im2col.Call(input, Sizes.Repeat(kernel_size, 2), Sizes.Repeat(dilation, 2), Sizes.Repeat(padding, 2), Sizes.Repeat(stride, 2));

            public static Tensor unfold(Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                _im2col.Call(input, Sizes.Of(kernel_size), Sizes.Of(dilation, 1), Sizes.Of(padding, 0), Sizes.Of(stride, 1));

            public static Tensor fold(Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                _col2im.Call(input, Sizes.Repeat(output_size, 2), Sizes.Repeat(kernel_size, 2), Sizes.Repeat(dilation, 2), Sizes.Repeat(padding, 2), Sizes.Repeat(stride, 2));

            public static Tensor fold(Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                _col2im.Call(input, Sizes.Of(output_size), Sizes.Of(kernel_size), Sizes.Of(dilation, 1), Sizes.Of(padding, 0), Sizes.Of(stride, 1));
        }
    }
}
