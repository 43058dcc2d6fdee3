using Enn.Torch.Core;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the convolutions share: weights of [out, in / groups, kernel...], initialised as PyTorch does.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private static readonly Op _pad = "pad";
    private static readonly string[] _modes = ["zeros", "reflect", "replicate", "circular", "constant"];

    private protected Convolution(string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type, long[] dilation,
        bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device = null, ScalarType? dtype = null) : base(name)
    {
        if (groups <= 0 || in_channels % groups != 0) throw new ArgumentException($"in_channels {in_channels} is not divisible by groups {groups}", nameof(in_channels));
        if (out_channels % groups != 0) throw new ArgumentException($"out_channels {out_channels} is not divisible by groups {groups}", nameof(out_channels));
        if (padding_type == Padding.Same && stride.Any(s => s != 1)) throw new ArgumentException("padding Same needs stride 1", nameof(padding_type));
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.padding = padding;
        this.padding_type = padding_type;
        this.dilation = dilation;
        this.transposed = transposed;
        this.output_padding = output_padding;
        this.groups = groups;
        this.padding_mode = padding_mode;
        weight = Factory.Empty(transposed ? [in_channels, out_channels / groups, .. kernel_size] : [out_channels, in_channels / groups, .. kernel_size], device, dtype);
        this.bias = bias ? Factory.Empty([out_channels], device, dtype) : null;
        reset_parameters();
    }

    public long in_channels { get; }
    public long out_channels { get; }
    public long[] kernel_size { get; set; }
    public long[] stride { get; set; }
    public long[] padding { get; }
    public Padding? padding_type { get; }
    public long[] dilation { get; set; }
    public bool transposed { get; }
    public long[] output_padding { get; set; }
    public long groups { get; set; }
    public PaddingModes padding_mode { get; set; }
    public Parameter weight { get; set; }
    public Parameter? bias { get; set; }

    public void reset_parameters() => Factory.Reset(weight, bias);

    private protected Tensor Convolve(Op direct, Op named, Tensor input)
    {
        if (padding_mode is PaddingModes.Zeros or PaddingModes.Constant)
            return padding_type is { } type
                ? named.Call(input, weight, bias, stride, type == Padding.Same ? "same" : "valid", dilation, groups)
                : direct.Call(input, weight, bias, stride, padding, dilation, groups);
        using var padded = _pad.Call(input, Border(), _modes[(int)padding_mode]);
        return direct.Call(padded, weight, bias, stride, new long[kernel_size.Length], dilation, groups);
    }

    // Left and right of each dimension, the last dimension first; Same puts an odd remainder on the right.
    private long[] Border()
    {
        var border = new long[2 * kernel_size.Length];
        for (var d = 0; d < kernel_size.Length; d++)
        {
            var total = padding_type switch
            {
                Padding.Same => dilation[d] * (kernel_size[d] - 1),
                Padding.Valid => 0,
                _ => 2 * padding[d],
            };
            var at = 2 * (kernel_size.Length - 1 - d);
            border[at] = total / 2;
            border[at + 1] = total - total / 2;
        }
        return border;
    }
}

/// <summary>A convolution's transpose: weights of [in, out / groups, kernel...].</summary>
public abstract class ConvolutionTranspose : Convolution
{
    private readonly Op _op;

    private protected ConvolutionTranspose(string name, Op op, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, long[] dilation,
        long[] output_padding, long groups, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
        : base(name, in_channels, out_channels, kernel_size, stride, padding, null, dilation, true, output_padding, groups, bias, padding_mode, device, dtype)
    {
        if (padding_mode != PaddingModes.Zeros) throw new ArgumentException("transposed convolutions are padded with zeros only", nameof(padding_mode));
        _op = op;
    }

    public override Tensor forward(Tensor input) => forward(input, null);

    /// <summary>The transpose with an output of the wanted size, which a stride leaves open.</summary>
    public Tensor forward(Tensor input, long[]? output_size) =>
        _op.Call(input, weight, bias, stride, padding, output_size is null ? output_padding : PaddingFor(input, output_size), groups, dilation);

    private long[] PaddingFor(Tensor input, long[] outputSize)
    {
        var n = kernel_size.Length;
        var sizes = input.shape;
        if (outputSize.Length > n) outputSize = outputSize[^n..];
        var result = new long[n];
        for (var d = 0; d < n; d++)
        {
            var smallest = (sizes[sizes.Length - n + d] - 1) * stride[d] - 2 * padding[d] + dilation[d] * (kernel_size[d] - 1) + 1;
            result[d] = outputSize[d] - smallest;
            if (result[d] < 0 || result[d] >= stride[d])
                throw new ArgumentException($"output size {outputSize[d]} of dimension {d} is not in {smallest}..{smallest + stride[d] - 1}", nameof(outputSize));
        }
        return result;
    }
}
