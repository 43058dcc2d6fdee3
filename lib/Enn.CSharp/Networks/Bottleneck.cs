using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Networks;

/// <summary>The three-layer residual block of ResNet-50 and deeper (v1.5): conv1x1, conv3x3 with the stride, conv1x1 to four times the width, norms and ReLU.</summary>
public sealed class Bottleneck : Module<Tensor, Tensor>
{
    /// <summary>How many times wider a block's output is than its middle.</summary>
    public const long Expansion = 4;

    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Conv2d conv2;
    private readonly Module<Tensor, Tensor> bn2;
    private readonly Conv2d conv3;
    private readonly Module<Tensor, Tensor> bn3;
    private readonly Sequential? downsample;

    /// <summary>A block [B, inputs, H, W] -&gt; [B, 4 width, H/stride, W/stride] (rounded up).</summary>
    /// <param name="inputs">Channels read.</param>
    /// <param name="width">Channels of the middle convolution.</param>
    /// <param name="stride">Of the middle convolution.</param>
    /// <param name="norm">The norm of an index (<see cref="NormPlace.Index"/>) and a number of channels.</param>
    public Bottleneck(long inputs, long width, long stride, Func<int, long, Module<Tensor, Tensor>> norm) : base(nameof(Bottleneck))
    {
        var outputs = width * Expansion;
        conv1 = Conv2d(inputs, width, 1, bias: false);
        bn1 = norm(0, width);
        conv2 = Conv2d(width, width, 3, stride: stride, padding: 1, bias: false);
        bn2 = norm(1, width);
        conv3 = Conv2d(width, outputs, 1, bias: false);
        bn3 = norm(2, outputs);
        if (stride != 1 || inputs != outputs) downsample = nn.Sequential(Conv2d(inputs, outputs, 1, stride: stride, bias: false), norm(-1, outputs));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        var main = functional.relu(bn2.forward(conv2.forward(functional.relu(bn1.forward(conv1.forward(x))))));
        main = bn3.forward(conv3.forward(main));
        return functional.relu(main + (downsample is null ? x : downsample.forward(x)));
    }
}
