using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>AlexNet as torchvision defines it, with its state-dict keys (<c>features.0.weight</c>... <c>classifier.6.bias</c>): [B, 3, H, W] -&gt; logits, H, W &gt;= 63.</summary>
public sealed class AlexNet : LayeredNetwork
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>A network with this many classes.</summary>
    /// <param name="classes">How many logits.</param>
    /// <param name="dropout">The probability of the two dropouts.</param>
    /// <param name="activation">The activation; null for ReLU.</param>
    public AlexNet(long classes = 1000, double dropout = 0.5, Activation? activation = null) : base(nameof(AlexNet))
    {
        var act = activation ?? new Relu();
        features = nn.Sequential(
            Conv2d(3, 64, 11, stride: 4, padding: 2), act, MaxPool2d(3, 2),
            Conv2d(64, 192, 5, padding: 2), act, MaxPool2d(3, 2),
            Conv2d(192, 384, 3, padding: 1), act,
            Conv2d(384, 256, 3, padding: 1), act,
            Conv2d(256, 256, 3, padding: 1), act, MaxPool2d(3, 2));
        classifier = nn.Sequential(nn.Dropout(dropout), Linear(256 * 6 * 6, 4096), act, nn.Dropout(dropout), Linear(4096, 4096), act, Linear(4096, classes));
        RegisterComponents();
        Layers = [features, AdaptiveAvgPool2d(6), nn.Flatten(), classifier];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Layers { get; }
}
