using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>VGG without batch normalisation as torchvision defines it, with its state-dict keys: [B, 3, H, W] -&gt; logits, H, W &gt;= 32.</summary>
public sealed class Vgg : LayeredNetwork
{
    private const int Pool = 0;

    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>VGG-11, 13, 16 or 19.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another depth.</exception>
    public Vgg(int depth, long classes = 1000, double dropout = 0.5) : base($"Vgg{depth}")
    {
        var act = new Relu();
        var layers = new List<Module<Tensor, Tensor>>();
        long channels = 3;
        foreach (var width in Widths(depth))
        {
            if (width == Pool)
            {
                layers.Add(MaxPool2d(2, 2));
                continue;
            }
            layers.Add(Conv2d(channels, width, 3, padding: 1));
            layers.Add(act);
            channels = width;
        }
        features = nn.Sequential(layers);
        classifier = nn.Sequential(Linear(512 * 7 * 7, 4096), act, nn.Dropout(dropout), Linear(4096, 4096), act, nn.Dropout(dropout), Linear(4096, classes));
        RegisterComponents();
        Layers = [features, AdaptiveAvgPool2d(7), nn.Flatten(), classifier];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Layers { get; }

    private static long[] Widths(int depth) => depth switch
    {
        11 => [64, Pool, 128, Pool, 256, 256, Pool, 512, 512, Pool, 512, 512, Pool],
        13 => [64, 64, Pool, 128, 128, Pool, 256, 256, Pool, 512, 512, Pool, 512, 512, Pool],
        16 => [64, 64, Pool, 128, 128, Pool, 256, 256, 256, Pool, 512, 512, 512, Pool, 512, 512, 512, Pool],
        19 => [64, 64, Pool, 128, 128, Pool, 256, 256, 256, 256, Pool, 512, 512, 512, 512, Pool, 512, 512, 512, 512, Pool],
        _ => throw new ArgumentOutOfRangeException(nameof(depth), depth, "VGG has 11, 13, 16 or 19 layers."),
    };
}
