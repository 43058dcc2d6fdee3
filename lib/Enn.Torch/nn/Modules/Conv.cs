using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 1), Sizes.Repeat(stride, 1), Sizes.Repeat(padding, 1), null, Sizes.Repeat(dilation, 1), groups, bias, padding_mode, device, dtype);

            public static Conv1d Conv1d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 1), Sizes.Repeat(stride, 1), Sizes.Repeat(0, 1), padding, Sizes.Repeat(dilation, 1), groups, bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 2), Sizes.Repeat(stride, 2), Sizes.Repeat(padding, 2), null, Sizes.Repeat(dilation, 2), groups, bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 2), Sizes.Repeat(stride, 2), Sizes.Repeat(0, 2), padding, Sizes.Repeat(dilation, 2), groups, bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Of(kernel_size), Sizes.Of(stride, 1), Sizes.Of(padding, 0), null, Sizes.Of(dilation, 1), groups, bias, padding_mode, device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null, (long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Of(kernel_size), Sizes.Of(stride, 1), Sizes.Repeat(0, 2), padding, Sizes.Of(dilation, 1), groups, bias, padding_mode, device, dtype);

            public static Conv3d Conv3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 3), Sizes.Repeat(stride, 3), Sizes.Repeat(padding, 3), null, Sizes.Repeat(dilation, 3), groups, bias, padding_mode, device, dtype);

            public static Conv3d Conv3d(long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 3), Sizes.Repeat(stride, 3), Sizes.Repeat(0, 3), padding, Sizes.Repeat(dilation, 3), groups, bias, padding_mode, device, dtype);

            public static Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Of(kernel_size), Sizes.Of(stride, 1), Sizes.Of(padding, 0), null, Sizes.Of(dilation, 1), groups, bias, padding_mode, device, dtype);

            public static Conv3d Conv3d(long in_channels, long out_channels, (long, long, long) kernel_size, Padding padding, (long, long, long)? stride = null, (long, long, long)? dilation = null,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Of(kernel_size), Sizes.Of(stride, 1), Sizes.Repeat(0, 3), padding, Sizes.Of(dilation, 1), groups, bias, padding_mode, device, dtype);

            public static ConvTranspose1d ConvTranspose1d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 1), Sizes.Repeat(stride, 1), Sizes.Repeat(padding, 1), Sizes.Repeat(dilation, 1), Sizes.Repeat(output_padding, 1), groups, bias, padding_mode, device, dtype);

            public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 2), Sizes.Repeat(stride, 2), Sizes.Repeat(padding, 2), Sizes.Repeat(dilation, 2), Sizes.Repeat(output_padding, 2), groups, bias, padding_mode, device, dtype);

            public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? output_padding = null,
                (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Of(kernel_size), Sizes.Of(stride, 1), Sizes.Of(padding, 0), Sizes.Of(dilation, 1), Sizes.Of(output_padding, 0), groups, bias, padding_mode, device, dtype);

            public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Repeat(kernel_size, 3), Sizes.Repeat(stride, 3), Sizes.Repeat(padding, 3), Sizes.Repeat(dilation, 3), Sizes.Repeat(output_padding, 3), groups, bias, padding_mode, device, dtype);

            public static ConvTranspose3d ConvTranspose3d(long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null, (long, long, long)? output_padding = null,
                (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, Sizes.Of(kernel_size), Sizes.Of(stride, 1), Sizes.Of(padding, 0), Sizes.Of(dilation, 1), Sizes.Of(output_padding, 0), groups, bias, padding_mode, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Convolution over [N, C, L].</summary>
    public sealed class Conv1d : Convolution
    {
        private static readonly Op _conv = "conv1d", _named = "conv1d.padding";

        internal Conv1d(long inputs, long outputs, long[] kernel, long[] stride, long[] padding, Padding? named, long[] dilation, long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
            : base(nameof(Conv1d), inputs, outputs, kernel, stride, padding, named, dilation, false, new long[1], groups, bias, mode, device, dtype) { }

        public override Tensor forward(Tensor input) => Convolve(_conv, _named, input);
    }

    /// <summary>Convolution over [N, C, H, W].</summary>
    public sealed class Conv2d : Convolution
    {
        private static readonly Op _conv = "conv2d", _named = "conv2d.padding";

        internal Conv2d(long inputs, long outputs, long[] kernel, long[] stride, long[] padding, Padding? named, long[] dilation, long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d), inputs, outputs, kernel, stride, padding, named, dilation, false, new long[2], groups, bias, mode, device, dtype) { }

        public override Tensor forward(Tensor input) => Convolve(_conv, _named, input);
    }

    /// <summary>Convolution over [N, C, D, H, W].</summary>
    public sealed class Conv3d : Convolution
    {
        private static readonly Op _conv = "conv3d", _named = "conv3d.padding";

        internal Conv3d(long inputs, long outputs, long[] kernel, long[] stride, long[] padding, Padding? named, long[] dilation, long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
            : base(nameof(Conv3d), inputs, outputs, kernel, stride, padding, named, dilation, false, new long[3], groups, bias, mode, device, dtype) { }

        public override Tensor forward(Tensor input) => Convolve(_conv, _named, input);
    }

    public sealed class ConvTranspose1d : ConvolutionTranspose
    {
        internal ConvTranspose1d(long inputs, long outputs, long[] kernel, long[] stride, long[] padding, long[] dilation, long[] output_padding, long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose1d), "conv_transpose1d", inputs, outputs, kernel, stride, padding, dilation, output_padding, groups, bias, mode, device, dtype) { }
    }

    public sealed class ConvTranspose2d : ConvolutionTranspose
    {
        internal ConvTranspose2d(long inputs, long outputs, long[] kernel, long[] stride, long[] padding, long[] dilation, long[] output_padding, long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose2d), "conv_transpose2d.input", inputs, outputs, kernel, stride, padding, dilation, output_padding, groups, bias, mode, device, dtype) { }
    }

    public sealed class ConvTranspose3d : ConvolutionTranspose
    {
        internal ConvTranspose3d(long inputs, long outputs, long[] kernel, long[] stride, long[] padding, long[] dilation, long[] output_padding, long groups, bool bias, PaddingModes mode, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose3d), "conv_transpose3d.input", inputs, outputs, kernel, stride, padding, dilation, output_padding, groups, bias, mode, device, dtype) { }
    }
}
