using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>How the paper evaluates one pretrained network on ImageNet: torchvision's weights, its transformed twin, top-1 and top-5, batches of 32.</summary>
/// <param name="Name">The network.</param>
/// <param name="Bound">The clip value of its ReLU-N, also alpha of every layer but the first. The published table used 40 for VGG-16 and 19, not 100.</param>
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

    /// <summary>The network with pretrained weights, in evaluation mode.</summary>
    /// <param name="state">A state dict with torchvision's or the official code's keys.</param>
    /// <exception cref="ArgumentException">The state dict is of another network.</exception>
    public Module<Tensor, Tensor> Load(IReadOnlyDictionary<string, Tensor> state)
    {
        var network = Create();
        OfficialKeys.Load(network, state);
        network.eval();
        return network;
    }

    /// <summary>Top-1 and top-5 accuracy of a pretrained network and of its twin: one row of the paper's table.</summary>
    /// <param name="original">The network, from <see cref="Load"/>.</param>
    /// <param name="batches">Normalised images [B, 3, H, W] with int64 labels [B].</param>
    /// <exception cref="ArgumentException">There is no batch.</exception>
    public ImageNetResult Evaluate(Module<Tensor, Tensor> original, IEnumerable<(Tensor X, Tensor Y)> batches)
    {
        using var _ = no_grad();
        var training = original.training;
        original.eval();
        try
        {
            var twin = NonNegativeTransform.Apply(original, Transform);
            long samples = 0;
            var right = new long[4];
            foreach (var (x, y) in batches)
            {
                using var scope = NewDisposeScope();
                var (a, b) = (original.forward(x), twin.forward(x));
                samples += y.size(0);
                (right[0], right[1]) = (right[0] + Right(a, y, 1), right[1] + Right(a, y, 5));
                (right[2], right[3]) = (right[2] + Right(b, y, 1), right[3] + Right(b, y, 5));
            }
            if (samples == 0) throw new ArgumentException("There is no batch to evaluate on.", nameof(batches));
            double Share(int i) => (double)right[i] / samples;
            return new(samples, Share(0), Share(1), Share(2), Share(3));
        }
        finally
        {
            original.train(training);
        }
    }

    private static long Right(Tensor output, Tensor labels, int among) => output.topk(among).indexes.eq(labels.unsqueeze(1)).any(1).sum().ToInt64();

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
