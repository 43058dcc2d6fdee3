using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Networks;

/// <summary>
/// ResNet-18, 34, 50, 101 and 152 for small images: torchvision's layers and state-dict keys, but a 3 x 3 stem of stride 1 without max-pooling.
/// [B, channels, H, W] -&gt; logits [B, classes], for any H and W from 8.
/// </summary>
public sealed class CifarResNet : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly Linear fc;

    /// <summary>The network of this depth. Convolutions start as Kaiming-normal of their outputs (fan_out, ReLU).</summary>
    /// <param name="depth">18, 34, 50, 101 or 152.</param>
    /// <param name="classes">Logits.</param>
    /// <param name="inputs">Channels of the images.</param>
    /// <param name="norm">The norm of each place; null for batch normalisation everywhere.</param>
    /// <param name="width">Channels of the first stage; each further stage has twice as many.</param>
    /// <param name="stem">Channels of the stem; null for as many as the first stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another depth.</exception>
    public CifarResNet(int depth, long classes = 10, long inputs = 3, NormFactory? norm = null, long width = 64, long? stem = null) : base($"CifarResNet{depth}")
    {
        norm ??= (_, channels) => BatchNorm2d(channels);
        var blocks = depth switch
        {
            18 => [2, 2, 2, 2],
            34 or 50 => [3, 4, 6, 3],
            101 => [3, 4, 23, 3],
            152 => new[] { 3, 8, 36, 3 },
            _ => throw new ArgumentOutOfRangeException(nameof(depth), depth, "ResNet has 18, 34, 50, 101 or 152 layers."),
        };
        var channels = stem ?? width;

        Sequential Stage(int stage)
        {
            var list = new List<Module<Tensor, Tensor>>();
            for (var i = 0; i < blocks[stage - 1]; i++)
            {
                var (own, stride, block) = (width << stage - 1, stage > 1 && i == 0 ? 2 : 1, i);
                Module<Tensor, Tensor> Norm(int index, long of) => norm(new NormPlace(stage, block, index), of);
                list.Add(depth < 50 ? new BasicBlock(channels, own, stride, Norm) : new Bottleneck(channels, own, stride, Norm));
                channels = depth < 50 ? own : own * Bottleneck.Expansion;
            }
            return nn.Sequential(list);
        }

        conv1 = Conv2d(inputs, channels, 3, padding: 1, bias: false);
        bn1 = norm(NormPlace.Stem, channels);
        layer1 = Stage(1);
        layer2 = Stage(2);
        layer3 = Stage(3);
        layer4 = Stage(4);
        fc = Linear(channels, classes);
        RegisterComponents();
        foreach (var module in modules())
            if (module is Conv2d convolution) init.kaiming_normal_(convolution.weight!, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        x = functional.relu(bn1.forward(conv1.forward(x)));
        x = layer4.forward(layer3.forward(layer2.forward(layer1.forward(x))));
        return fc.forward(x.mean([2, 3]));
    }

    /// <summary>What <c>conv1</c> and its norm make of images, before the ReLU: what whitening experiments look at.</summary>
    public (Conv2d Convolution, Module<Tensor, Tensor> Norm) Stem => (conv1, bn1);
}
