using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Networks;

/// <summary>The two-layer residual block of ResNet-18 and 34: conv3x3-norm-ReLU-conv3x3-norm, plus the shortcut, ReLU.</summary>
public sealed class BasicBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Conv2d conv2;
    private readonly Module<Tensor, Tensor> bn2;
    private readonly Sequential? downsample;

    /// <summary>A block [B, inputs, H, W] -&gt; [B, width, H/stride, W/stride] (rounded up); where the shape changes the shortcut is a 1x1 convolution with norm.</summary>
    /// <param name="inputs">Channels read.</param>
    /// <param name="width">Channels given.</param>
    /// <param name="stride">Of the first convolution.</param>
    /// <param name="norm">The norm of an index (<see cref="NormPlace.Index"/>) and a number of channels.</param>
    public BasicBlock(long inputs, long width, long stride, Func<int, long, Module<Tensor, Tensor>> norm) : base(nameof(BasicBlock))
    {
        conv1 = Conv2d(inputs, width, 3, stride: stride, padding: 1, bias: false);
        bn1 = norm(0, width);
        conv2 = Conv2d(width, width, 3, padding: 1, bias: false);
        bn2 = norm(1, width);
        if (stride != 1 || inputs != width) downsample = nn.Sequential(Conv2d(inputs, width, 1, stride: stride, bias: false), norm(-1, width));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        var main = bn2.forward(conv2.forward(functional.relu(bn1.forward(conv1.forward(x)))));
        return functional.relu(main + (downsample is null ? x : downsample.forward(x)));
    }
}
