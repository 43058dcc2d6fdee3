using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>The three-layer residual block of ResNet-50 and deeper (v1.5): conv1x1, conv3x3 with the stride, conv1x1 to four times the width.</summary>
public sealed class Bottleneck : ResidualBlock
{
    /// <summary>How many times wider a block's output is than its middle.</summary>
    public const long Expansion = 4;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv3;
    private readonly BatchNorm2d bn3;
    private readonly Sequential? downsample;

    /// <summary>A block [B, inputs, H, W] -&gt; [B, 4 width, H/stride, W/stride] (rounded up).</summary>
    /// <param name="inputs">Channels read.</param>
    /// <param name="width">Channels of the middle convolution.</param>
    /// <param name="stride">Of the middle convolution.</param>
    /// <param name="activation">After the first two normalisations and after the sum.</param>
    public Bottleneck(long inputs, long width, long stride, Activation activation) : base(nameof(Bottleneck))
    {
        var outputs = width * Expansion;
        conv1 = Conv2d(inputs, width, 1, bias: false);
        bn1 = BatchNorm2d(width);
        conv2 = Conv2d(width, width, 3, stride: stride, padding: 1, bias: false);
        bn2 = BatchNorm2d(width);
        conv3 = Conv2d(width, outputs, 1, bias: false);
        bn3 = BatchNorm2d(outputs);
        if (stride != 1 || inputs != outputs) downsample = nn.Sequential(Conv2d(inputs, outputs, 1, stride: stride, bias: false), BatchNorm2d(outputs));
        Activation = activation;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Activation Activation { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Main => [conv1, bn1, Activation, conv2, bn2, Activation, conv3, bn3];

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Shortcut => downsample is null ? [] : [downsample];
}
