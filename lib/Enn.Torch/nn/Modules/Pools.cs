using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class MaxPool1d(long kernel_size, long? stride, long? padding, long? dilation, bool ceil_mode) : ParameterLessModule<Tensor, Tensor>(nameof(MaxPool1d))
{
    public long kernel_size { get; set; } = kernel_size;
    public long stride { get; set; } = stride ?? kernel_size;
    public long padding { get; set; } = padding ?? 0;
    public long dilation { get; set; } = dilation ?? 1;
    public bool ceil_mode { get; set; } = ceil_mode;

    public override Tensor forward(Tensor input) => nn.functional.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode);

    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
}

public sealed class AvgPool1d(long kernel_size, long? stride, long? padding, bool ceil_mode, bool count_include_pad) : ParameterLessModule<Tensor, Tensor>(nameof(AvgPool1d))
{
    public long kernel_size { get; set; } = kernel_size;
    public long stride { get; set; } = stride ?? kernel_size;
    public long padding { get; set; } = padding ?? 0;
    public bool ceil_mode { get; set; } = ceil_mode;
    public bool count_include_pad { get; set; } = count_include_pad;

    public override Tensor forward(Tensor input) => nn.functional.avg_pool1d(input, kernel_size, stride, padding, ceil_mode, count_include_pad);
}

public sealed class AdaptiveAvgPool1d(long output_size) : ParameterLessModule<Tensor, Tensor>(nameof(AdaptiveAvgPool1d))
{
    public long output_size { get; set; } = output_size;

    public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool1d(input, output_size);
}

public sealed class AdaptiveMaxPool1d(long output_size) : ParameterLessModule<Tensor, Tensor>(nameof(AdaptiveMaxPool1d))
{
    public long output_size { get; set; } = output_size;

    public override Tensor forward(Tensor input) => nn.functional.adaptive_max_pool1d(input, output_size);

    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.adaptive_max_pool1d_with_indices(input, output_size);
}

public sealed class MaxUnpool1d(long kernel_size, long? stride, long? padding) : ParameterLessModule<Tensor, Tensor, long[]?, Tensor>(nameof(MaxUnpool1d))
{
    public long kernel_size { get; set; } = kernel_size;
    public long stride { get; set; } = stride ?? kernel_size;
    public long padding { get; set; } = padding ?? 0;

    public override Tensor forward(Tensor tensor, Tensor indices, long[]? output_size = null) => nn.functional.max_unpool1d(tensor, indices, kernel_size, stride, padding, output_size);

    public new Tensor call(Tensor tensor, Tensor indices, long[]? output_size = null) => base.call(tensor, indices, output_size);
}

public sealed class MaxPool2d(long[] kernel_size, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode) : ParameterLessModule<Tensor, Tensor>(nameof(MaxPool2d))
{
    public long[] kernel_size { get; set; } = kernel_size;
    public long[] stride { get; set; } = stride ?? kernel_size;
    public long[] padding { get; set; } = padding ?? new long[2];
    public long[] dilation { get; set; } = dilation ?? Sizes.Repeat(1, 2);
    public bool ceil_mode { get; set; } = ceil_mode;

    public override Tensor forward(Tensor input) => nn.functional.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode);

    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.max_pool2d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
}

public sealed class AvgPool2d(long[] kernel_size, long[]? stride, long[]? padding, bool ceil_mode, bool count_include_pad, long? divisor_override) : ParameterLessModule<Tensor, Tensor>(nameof(AvgPool2d))
{
    public long[] kernel_size { get; set; } = kernel_size;
    public long[] stride { get; set; } = stride ?? kernel_size;
    public long[] padding { get; set; } = padding ?? new long[2];
    public bool ceil_mode { get; set; } = ceil_mode;
    public bool count_include_pad { get; set; } = count_include_pad;
    public long? divisor_override { get; set; } = divisor_override;

    public override Tensor forward(Tensor input) => nn.functional.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
}

public sealed class AdaptiveAvgPool2d(long[] output_size) : ParameterLessModule<Tensor, Tensor>(nameof(AdaptiveAvgPool2d))
{
    public long[] output_size { get; set; } = output_size;

    public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool2d(input, output_size);
}

public sealed class AdaptiveMaxPool2d(long[] output_size) : ParameterLessModule<Tensor, Tensor>(nameof(AdaptiveMaxPool2d))
{
    public long[] output_size { get; set; } = output_size;

    public override Tensor forward(Tensor input) => nn.functional.adaptive_max_pool2d(input, output_size);

    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.adaptive_max_pool2d_with_indices(input, output_size);
}

public sealed class MaxUnpool2d(long[] kernel_size, long[]? stride, long[]? padding) : ParameterLessModule<Tensor, Tensor, long[]?, Tensor>(nameof(MaxUnpool2d))
{
    public long[] kernel_size { get; set; } = kernel_size;
    public long[] stride { get; set; } = stride ?? kernel_size;
    public long[] padding { get; set; } = padding ?? new long[2];

    public override Tensor forward(Tensor tensor, Tensor indices, long[]? output_size = null) => nn.functional.max_unpool2d(tensor, indices, kernel_size, stride, padding, output_size);

    public new Tensor call(Tensor tensor, Tensor indices, long[]? output_size = null) => base.call(tensor, indices, output_size);
}

public sealed class MaxPool3d(long[] kernel_size, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode) : ParameterLessModule<Tensor, Tensor>(nameof(MaxPool3d))
{
    public long[] kernel_size { get; set; } = kernel_size;
    public long[] stride { get; set; } = stride ?? kernel_size;
    public long[] padding { get; set; } = padding ?? new long[3];
    public long[] dilation { get; set; } = dilation ?? Sizes.Repeat(1, 3);
    public bool ceil_mode { get; set; } = ceil_mode;

    public override Tensor forward(Tensor input) => nn.functional.max_pool3d(input, kernel_size, stride, padding, dilation, ceil_mode);

    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.max_pool3d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
}

public sealed class AvgPool3d(long[] kernel_size, long[]? stride, long[]? padding, bool ceil_mode, bool count_include_pad, long? divisor_override) : ParameterLessModule<Tensor, Tensor>(nameof(AvgPool3d))
{
    public long[] kernel_size { get; set; } = kernel_size;
    public long[] stride { get; set; } = stride ?? kernel_size;
    public long[] padding { get; set; } = padding ?? new long[3];
    public bool ceil_mode { get; set; } = ceil_mode;
    public bool count_include_pad { get; set; } = count_include_pad;
    public long? divisor_override { get; set; } = divisor_override;

    public override Tensor forward(Tensor input) => nn.functional.avg_pool3d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
}

public sealed class AdaptiveAvgPool3d(long[] output_size) : ParameterLessModule<Tensor, Tensor>(nameof(AdaptiveAvgPool3d))
{
    public long[] output_size { get; set; } = output_size;

    public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool3d(input, output_size);
}

public sealed class AdaptiveMaxPool3d(long[] output_size) : ParameterLessModule<Tensor, Tensor>(nameof(AdaptiveMaxPool3d))
{
    public long[] output_size { get; set; } = output_size;

    public override Tensor forward(Tensor input) => nn.functional.adaptive_max_pool3d(input, output_size);

    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) => nn.functional.adaptive_max_pool3d_with_indices(input, output_size);
}

public sealed class MaxUnpool3d(long[] kernel_size, long[]? stride, long[]? padding) : ParameterLessModule<Tensor, Tensor, long[]?, Tensor>(nameof(MaxUnpool3d))
{
    public long[] kernel_size { get; set; } = kernel_size;
    public long[] stride { get; set; } = stride ?? kernel_size;
    public long[] padding { get; set; } = padding ?? new long[3];

    public override Tensor forward(Tensor tensor, Tensor indices, long[]? output_size = null) => nn.functional.max_unpool3d(tensor, indices, kernel_size, stride, padding, output_size);

    public new Tensor call(Tensor tensor, Tensor indices, long[]? output_size = null) => base.call(tensor, indices, output_size);
}

public sealed class LPPool1d(double norm_type, long kernel_size, long? stride, bool ceil_mode) : ParameterLessModule<Tensor, Tensor>(nameof(LPPool1d))
{
    public override Tensor forward(Tensor input) => nn.functional.lp_pool1d(input, norm_type, kernel_size, stride, ceil_mode);
}

public sealed class LPPool2d(double norm_type, long[] kernel_size, long[]? stride, bool ceil_mode) : ParameterLessModule<Tensor, Tensor>(nameof(LPPool2d))
{
    public override Tensor forward(Tensor input) => nn.functional.lp_pool2d(input, norm_type, kernel_size, stride, ceil_mode);
}
