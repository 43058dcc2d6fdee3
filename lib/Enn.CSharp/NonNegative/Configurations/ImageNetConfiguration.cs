using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>How the paper evaluates one pretrained network on ImageNet: torchvision's weights, its transformed twin, top-1 and top-5, batches of 32.</summary>
/// <param name="Name">The network.</param>
/// <param name="Bound">The clip value of its ReLU-N, also alpha of every layer but the first.</param>
/// <param name="Checkpoint">The file name of torchvision's weights, without extension.</param>
/// <param name="Create">A new network with 1000 classes.</param>
public sealed record ImageNetConfiguration(string Name, double Bound, string Checkpoint, Func<Module<Tensor, Tensor>> Create)
{
    /// <summary>Mean of the three channels, pixels in [0, 1].</summary>
    public static IReadOnlyList<double> Mean { get; } = [0.485, 0.456, 0.406];

    /// <summary>Deviation of the three channels.</summary>
    public static IReadOnlyList<double> Deviation { get; } = [0.229, 0.224, 0.225];

    /// <summary>How the twin is made. The official code gives the first layer [0, 6] although its inputs are signed; here they have their true range.</summary>
    public TransformOptions Transform => new() { Input = DatasetSettings.Normalised(Mean, Deviation), ActivationBound = Bound };

    /// <summary>All networks of the paper's ImageNet table.</summary>
    public static IReadOnlyList<ImageNetConfiguration> All { get; } =
    [
        new("alexnet", 25, "alexnet-owt-7be5be79", () => new AlexNet()),
        new("vgg11", 25, "vgg11-8a719046", () => new Vgg(11)),
        new("vgg13", 40, "vgg13-19584684", () => new Vgg(13)),
        new("vgg16", 100, "vgg16-397923af", () => new Vgg(16)),
        new("vgg19", 100, "vgg19-dcbb9e9d", () => new Vgg(19)),
        new("resnet18", 25, "resnet18-f37072fd", () => new ResNet(18)),
        new("resnet34", 25, "resnet34-b627a593", () => new ResNet(34)),
        new("resnet50", 100, "resnet50-11ad3fa6", () => new ResNet(50)),
        new("resnet101", 100, "resnet101-cd907fc2", () => new ResNet(101)),
        new("resnet152", 100, "resnet152-f82ba261", () => new ResNet(152)),
    ];
}
