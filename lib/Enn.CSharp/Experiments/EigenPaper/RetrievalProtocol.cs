using Enn.Eigen;

namespace Enn.Experiments.EigenPaper;

/// <summary>Everything that decides a retrieval training but data and seed: a residual network on images, n-grams on texts.</summary>
/// <param name="IsEigen">Whether layers are Eigen layers; else the dense twin.</param>
/// <param name="WithLong">Whether long texts are trained on as well: the paper's Long-ECLIP, else its ECLIP.</param>
public sealed record RetrievalProtocol(bool IsEigen, bool WithLong)
{
    /// <summary>Of the residual network.</summary>
    public int Depth { get; init; } = 18;

    /// <summary>Channels of its stem.</summary>
    public long Width { get; init; } = 8;

    /// <summary>E, the dimensions that images and texts are embedded in.</summary>
    public long Embedding { get; init; } = 64;

    /// <summary>Buckets of the n-grams.</summary>
    public int Buckets { get; init; } = 2048;

    /// <summary>Pairs a step.</summary>
    public int Batch { get; init; } = 50;

    /// <summary>Passes over the training images.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The learning rate of AdamW at the start of its cosine.</summary>
    public double Rate { get; init; } = 2e-3;

    /// <summary>AdamW's weight decay, the official scripts' (there of bases too).</summary>
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>Images that are only tested on.</summary>
    public int TestImages { get; init; } = 200;

    /// <summary>The model with initial weights from the default generator.</summary>
    public DualEncoder CreateModel()
    {
        LayerKind layers = IsEigen ? new EigenLayers(Initialisation.ConvFanOut, Initialisation.FanIn) : new DenseLayers();
        return new DualEncoder(new ImageEncoder(new ResNet(new ResNetOptions(Depth, Embedding, layers, Width: Width))), new TextEncoder(Buckets, Embedding, layers));
    }

    /// <summary>All choices by name, as a run's settings have them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings() =>
    [
        new("method", WithLong ? "long-eclip" : "eclip"), new("layers", IsEigen ? "eigen" : "dense"), new("network", $"resnet{Depth}"), new("width", $"{Width}"), new("embedding", $"{Embedding}"),
        new("text", $"ngrams {Buckets}"), new("batch_size", $"{Batch}"), new("epochs", $"{Epochs}"), new("optimizer", $"adamw lr {Rate:R} decay {WeightDecay:R} bases not decayed"), new("schedule", "cosine"),
        new("orthonormality", IsEigen ? "cholesky-qr2" : "none"), new("test_images", $"{TestImages}"), .. WithLong ? [new KeyValuePair<string, string>("coarse", "patch direction")] : Array.Empty<KeyValuePair<string, string>>(),
    ];
}
