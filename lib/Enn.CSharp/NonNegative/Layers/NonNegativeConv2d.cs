using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>A convolution over images, [B, C, H, W] -->gt; [B, N, H', W'], with non-negative weights.</summary>
public sealed class NonNegativeConv2d : NonNegativeConvolution
{
    /// <summary>A layer with these parameters.</summary>
    public NonNegativeConv2d(NonNegativeParameters parameters, ConvolutionGeometry geometry) : base(nameof(NonNegativeConv2d), parameters, geometry) =>
        RegisterComponents();

    /// <summary>The isomorphic twin of a convolution whose inputs lie in the given range.</summary>
    public NonNegativeConv2d(Conv2d original, InputRange range, ShiftRule rule = ShiftRule.Paper)
        : this(NonNegativeParameters.Of(original.weight!, original.bias, range, rule), ConvolutionGeometry.Of(original)) { }

    private protected override Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, long[] padding) =>
        functional.conv2d(x, weight, bias!, Geometry.Stride, padding, Geometry.Dilation, Geometry.Groups);
}
