using Enn.Data.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// The ResNets for CIFAR-10 (He et al. 2015, section 4.2) of depth 6n + 2 with shortcuts without weights, and with the state-dict keys of Y. Idelbayev's
/// pytorch_resnet_cifar10, whose trained weights load as they are: [B, 3, H, W] -&gt; logits.
/// </summary>
public sealed class CifarResNet : LayeredNetwork
{
    private const long Width = 16;
    private const int Stages = 3;

    private readonly Conv2d conv1 = Conv2d(3, Width, 3, padding: 1, bias: false);
    private readonly BatchNorm2d bn1 = BatchNorm2d(Width);
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Linear linear;

    /// <summary>The network of this depth.</summary>
    /// <param name="depth">20, 32, 44, 56, 110, ...: 6n + 2.</param>
    /// <param name="classes">How many logits.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another depth.</exception>
    public CifarResNet(int depth, long classes = 10) : base($"CifarResNet{depth}")
    {
        if (depth < 8 || depth % 6 != 2) throw new ArgumentOutOfRangeException(nameof(depth), depth, "A CIFAR ResNet has 6n + 2 layers.");
        var activation = new Relu();

        Sequential Stage(int stage)
        {
            var (inputs, width) = (Width << Math.Max(stage - 1, 0), Width << stage);
            return nn.Sequential(Enumerable.Range(0, depth / (2 * Stages)).Select(i =>
                (Module<Tensor, Tensor>)new BasicBlock(i == 0 ? inputs : width, width, i == 0 && stage > 0 ? 2 : 1, activation, padded: true)));
        }

        layer1 = Stage(0);
        layer2 = Stage(1);
        layer3 = Stage(2);
        linear = Linear(Width << 2, classes);
        RegisterComponents();
        Layers = [conv1, bn1, activation, layer1, layer2, layer3, AdaptiveAvgPool2d(1), nn.Flatten(), linear];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Layers { get; }

    /// <summary>The network of a file of trained weights; its depth follows from their number.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">Its weights are those of another network.</exception>
    public static CifarResNet Load(string path)
    {
        var tensors = WeightsFile.Read(path).Tensors;
        var convolutions = tensors.Keys.Count(key => key.EndsWith(".weight", StringComparison.Ordinal) && key.Contains("conv", StringComparison.Ordinal));
        if (convolutions < 7 || convolutions % 6 != 1) throw new ArgumentException($"{path}: {convolutions} convolutions, where a CIFAR ResNet has 6n + 1.", nameof(path));
        var network = new CifarResNet(convolutions + 1);
        StateReport.Load(network, tensors, KeyRule.DropModule);
        return network;
    }
}
