using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>A convolution over sequences, [B, C, L] -&gt; [B, N, L'], with non-negative weights.</summary>
public sealed class NonNegativeConv1d : NonNegativeConvolution
{
    /// <summary>A layer z' = W+ * (x - a_min) + W- * (a_max - x) + b' with these parameters.</summary>
    /// <param name="parameters">Weights of shape [N, C/groups, k], b' of shape [N], c without dimensions or [N].</param>
    /// <param name="geometry">Stride, padding, dilation and groups, one number each.</param>
    public NonNegativeConv1d(NonNegativeParameters parameters, ConvolutionGeometry geometry) : base(nameof(NonNegativeConv1d), parameters, geometry) =>
        RegisterComponents();

    /// <summary>The isomorphic twin of a convolution whose inputs lie in the given range: bt = b + a_min W+ 1 - a_max W- 1, b' = bt + c.</summary>
    /// <param name="original">The convolution; its weights are copied.</param>
    /// <param name="range">The bounds of x.</param>
    /// <param name="rule">How c is chosen from bt.</param>
    public NonNegativeConv1d(Conv1d original, InputRange range, ShiftRule rule = ShiftRule.Paper)
        : this(NonNegativeParameters.Of(original.weight!, original.bias, range, rule), ConvolutionGeometry.Of(original)) { }

    private protected override Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, long[] padding) =>
        functional.conv1d(x, weight, bias!, Geometry.Stride[0], padding[0], Geometry.Dilation[0], Geometry.Groups);
}
