using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>
/// A convolution with non-negative weights of shape [N, C/groups, kernel...]. The mirror of a padded zero is a_max, so the two-branch path pads first and
/// mirrors then; the fused path needs no such care, since W+ 0 + W- a_max is part of its bias.
/// </summary>
public abstract class NonNegativeConvolution : NonNegativeLayer
{
    private protected NonNegativeConvolution(string name, NonNegativeParameters parameters, ConvolutionGeometry geometry) : base(name, parameters) => Geometry = geometry;

    /// <summary>Stride, padding, dilation and groups.</summary>
    public ConvolutionGeometry Geometry { get; }

    /// <inheritdoc/>
    public override Tensor Shift => c.ndim == 0 ? c : c.view([-1, .. Enumerable.Repeat(1L, Geometry.Kernel.Length)]);

    private protected override Tensor Padded(Tensor x) => Geometry.Pad(x);

    private protected override Tensor Respond(Tensor x, Tensor weight, Tensor? bias) => Geometry.PadsItself
        ? Convolve(x, weight, bias, Geometry.OwnPadding)
        : RespondToPadded(Geometry.Pad(x), weight, bias);

    private protected override Tensor RespondToPadded(Tensor x, Tensor weight, Tensor? bias) => Convolve(x, weight, bias, new long[Geometry.Kernel.Length]);

    private protected abstract Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, long[] padding);
}
