using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>
/// A 2-d convolution whose kernel, flattened row by row to [o, c k_h k_w], is Q diag(Lambda) P^T: [B, c, H, W] -&gt; [B, o, H', W'].
/// </summary>
public sealed class EigenConv2d : EigenLayer
{
    private readonly long[] _kernel, _stride, _padding, _dilation, _weightShape;

    /// <summary>A layer with a rectangular kernel.</summary>
    /// <param name="inChannels">c.</param>
    /// <param name="outChannels">o.</param>
    /// <param name="kernel">(k_h, k_w).</param>
    /// <param name="stride">Steps of the kernel, rows and columns; null for (1, 1).</param>
    /// <param name="padding">Zeros on each side, rows and columns; null for (0, 0).</param>
    /// <param name="dilation">Distance of the kernel's elements, rows and columns; null for (1, 1).</param>
    /// <param name="bias">Whether there is one; it starts at zero.</param>
    /// <param name="initialisation">How the factors start.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or a padding below 0.</exception>
    public EigenConv2d(long inChannels, long outChannels, (long Height, long Width) kernel, (long Height, long Width)? stride = null, (long Height, long Width)? padding = null,
        (long Height, long Width)? dilation = null, bool bias = false, Initialisation initialisation = Initialisation.OfficialFlattened)
        : base(nameof(EigenConv2d), outChannels, inChannels * kernel.Height * kernel.Width, kernel.Height * kernel.Width, bias, initialisation)
    {
        _kernel = Pair(kernel, 1, nameof(kernel));
        _stride = Pair(stride ?? (1, 1), 1, nameof(stride));
        _padding = Pair(padding ?? (0, 0), 0, nameof(padding));
        _dilation = Pair(dilation ?? (1, 1), 1, nameof(dilation));
        _weightShape = [outChannels, inChannels, .. _kernel];
    }

    /// <summary>A layer with a square kernel.</summary>
    /// <param name="inChannels">c.</param>
    /// <param name="outChannels">o.</param>
    /// <param name="kernel">k.</param>
    /// <param name="stride">Steps of the kernel.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <param name="dilation">Distance of the kernel's elements.</param>
    /// <param name="bias">Whether there is one; it starts at zero.</param>
    /// <param name="initialisation">How the factors start.</param>
    public EigenConv2d(long inChannels, long outChannels, long kernel, long stride = 1, long padding = 0, long dilation = 1, bool bias = false,
        Initialisation initialisation = Initialisation.OfficialFlattened)
        : this(inChannels, outChannels, (kernel, kernel), (stride, stride), (padding, padding), (dilation, dilation), bias, initialisation) { }

    /// <inheritdoc/>
    public override long[] WeightShape => _weightShape;

    /// <summary>H' or W' of an input of this height (0) or width (1).</summary>
    public long OutputSize(int axis, long size) => (size + 2 * _padding[axis] - _dilation[axis] * (_kernel[axis] - 1) - 1) / _stride[axis] + 1;

    /// <inheritdoc/>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The input has another number of channels, or is smaller than the kernel.</exception>
    public override Tensor forward(Tensor input)
    {
        if (UsesKept) return Convolve(input, Weight, bias);
        var factors = Factors;
        var rows = input.size(0) * OutputSize(0, input.size(-2)) * OutputSize(1, input.size(-1));
        if (ExecutionCost.Choose(Path, factors.Outputs, factors.Inputs, rows) == ExecutionPath.Merged) return Convolve(input, factors.Merge().view(_weightShape), bias);
        var basis = factors.P.t().reshape(factors.Rank, _weightShape[1], _kernel[0], _kernel[1]);
        return functional.conv2d(Convolve(input, basis, null), (factors.Q * factors.Lambda).view(factors.Outputs, factors.Rank, 1, 1), bias);
    }

    private Tensor Convolve(Tensor input, Tensor weight, Tensor? bias) => functional.conv2d(input, weight, bias, strides: _stride, padding: _padding, dilation: _dilation);

    private static long[] Pair((long Height, long Width) pair, long least, string name) =>
        Math.Min(pair.Height, pair.Width) >= least ? [pair.Height, pair.Width] : throw new ArgumentOutOfRangeException(name, pair, $"at least {least} is needed");
}
