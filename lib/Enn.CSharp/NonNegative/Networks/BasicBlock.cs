using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>The two-layer residual block of ResNet-18 and 34 and of the CIFAR ResNets: conv3x3-bn-act-conv3x3-bn, plus the shortcut, act.</summary>
public sealed class BasicBlock : ResidualBlock
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Module<Tensor, Tensor>? downsample;

    /// <summary>A block [B, inputs, H, W] -&gt; [B, width, H/stride, W/stride] (rounded up).</summary>
    /// <param name="inputs">Channels read.</param>
    /// <param name="width">Channels given.</param>
    /// <param name="stride">Of the first convolution.</param>
    /// <param name="activation">After the first normalisation and after the sum.</param>
    /// <param name="padded">Where the shape changes: whether the shortcut is a <see cref="PaddedShortcut"/>, in place of a 1x1 convolution.</param>
    public BasicBlock(long inputs, long width, long stride, Activation activation, bool padded = false) : base(nameof(BasicBlock))
    {
        conv1 = Conv2d(inputs, width, 3, stride: stride, padding: 1, bias: false);
        bn1 = BatchNorm2d(width);
        conv2 = Conv2d(width, width, 3, padding: 1, bias: false);
        bn2 = BatchNorm2d(width);
        if (stride != 1 || inputs != width)
            downsample = padded ? new PaddedShortcut(inputs, width, stride) : nn.Sequential(Conv2d(inputs, width, 1, stride: stride, bias: false), BatchNorm2d(width));
        Activation = activation;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Activation Activation { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Main => [conv1, bn1, Activation, conv2, bn2];

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Shortcut => downsample is null ? [] : [downsample];
}
