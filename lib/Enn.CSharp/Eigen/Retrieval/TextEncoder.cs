using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>
/// Features of texts to unit vectors, [B, D] -&gt; [B, E]: a projection, layer normalisation, L2 normalisation. Features come from a frozen text model, as in the
/// paper, or count n-grams (<see cref="HashedNgrams"/>): then this is the whole text encoder.
/// </summary>
public sealed class TextEncoder : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor>? hidden;
    private readonly Module<Tensor, Tensor> projection;
    private readonly LayerNorm norm;

    /// <summary>An encoder of this size. Initial weights come from the default generator.</summary>
    /// <param name="features">D.</param>
    /// <param name="width">E.</param>
    /// <param name="layers">What it is made of; null for Eigen layers.</param>
    /// <param name="hiddenWidth">Of a layer with ReLU before the projection; null for none, as in the paper.</param>
    public TextEncoder(long features, long width, LayerKind? layers = null, long? hiddenWidth = null) : base(nameof(TextEncoder))
    {
        layers ??= new EigenLayers();
        if (hiddenWidth is { } between) hidden = layers.Linear(features, between);
        projection = layers.Linear(hiddenWidth ?? features, width);
        norm = LayerNorm(width);
        (Features, Width) = (features, width);
        RegisterComponents();
    }

    /// <summary>D.</summary>
    public long Features { get; }

    /// <summary>E.</summary>
    public long Width { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Features have another size.</exception>
    public override Tensor forward(Tensor features)
    {
        if (features.size(-1) != Features) throw new ArgumentException($"The text encoder takes features [B, {Features}], not [{string.Join(", ", features.shape)}].", nameof(features));
        using var scope = NewDisposeScope();
        var h = hidden is null ? features : hidden.forward(features).relu();
        return functional.normalize(norm.forward(projection.forward(h)), dim: -1).MoveToOuterDisposeScope();
    }
}
