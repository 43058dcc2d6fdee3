using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eidetic;

/// <summary>A convolution of images: [B, inputs, H, W] -&gt; [B, outputs, H', W'].</summary>
/// <param name="Kernel">Pixels a side.</param>
/// <param name="Stride">Step.</param>
/// <param name="Padding">Zeros around the image.</param>
public sealed record Conv2dConnection(int Kernel, int Stride = 1, int Padding = 0) : Connection
{
    /// <inheritdoc/>
    public override long[] Shape(long outputs, long inputs) => [outputs, inputs, Kernel, Kernel];

    /// <inheritdoc/>
    public override Tensor Apply(Tensor x, Tensor weight, Tensor? bias) => functional.conv2d(x, weight, bias, strides: [Stride, Stride], padding: [Padding, Padding]);

    /// <inheritdoc/>
    public override BatchNorm Norm(long channels) => BatchNorm2d(channels);
}
