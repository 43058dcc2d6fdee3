using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>ResNet-18, 34, 50, 101 and 152 as torchvision defines them, with its state-dict keys: [B, 3, H, W] -&gt; logits, H, W &gt;= 32.</summary>
public sealed class ResNet : LayeredNetwork
{
    private readonly Conv2d conv1 = Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false);
    private readonly BatchNorm2d bn1 = BatchNorm2d(64);
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly Linear fc;

    /// <summary>The network of this depth.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another depth.</exception>
    public ResNet(int depth, long classes = 1000) : base($"ResNet{depth}")
    {
        var activation = new Relu();
        var blocks = depth switch
        {
            18 => [2, 2, 2, 2],
            34 or 50 => [3, 4, 6, 3],
            101 => [3, 4, 23, 3],
            152 => new[] { 3, 8, 36, 3 },
            _ => throw new ArgumentOutOfRangeException(nameof(depth), depth, "ResNet has 18, 34, 50, 101 or 152 layers."),
        };
        long channels = 64;

        Sequential Stage(int stage)
        {
            var width = 64L << stage;
            var list = new List<Module<Tensor, Tensor>>();
            for (var i = 0; i < blocks[stage]; i++)
            {
                var stride = stage > 0 && i == 0 ? 2 : 1;
                list.Add(depth < 50 ? new BasicBlock(channels, width, stride, activation) : new Bottleneck(channels, width, stride, activation));
                channels = depth < 50 ? width : width * Bottleneck.Expansion;
            }
            return nn.Sequential(list);
        }

        layer1 = Stage(0);
        layer2 = Stage(1);
        layer3 = Stage(2);
        layer4 = Stage(3);
        fc = Linear(channels, classes);
        RegisterComponents();
        Layers = [conv1, bn1, activation, MaxPool2d(3, 2, 1), layer1, layer2, layer3, layer4, AdaptiveAvgPool2d(1), nn.Flatten(), fc];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Layers { get; }
}
