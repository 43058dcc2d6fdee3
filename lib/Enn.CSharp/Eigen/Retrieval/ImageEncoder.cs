using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>
/// Images to unit vectors, [B, C, H, W] -&gt; [B, E]: a network whose classifier is the projection to E, layer normalisation, L2 normalisation. In training and in
/// evaluation alike; the official COCO script normalises only when it tests.
/// </summary>
public sealed class ImageEncoder : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> network;
    private readonly LayerNorm norm;
    private readonly Func<Tensor, Tensor> _read;

    /// <summary>A residual network with E classes.</summary>
    public ImageEncoder(ResNet network) : this(network, network.Read, network.Options.Classes) { }

    /// <summary>A vision transformer with E classes.</summary>
    public ImageEncoder(EVit network) : this(network, network.Read, network.Options.Classes) { }

    private ImageEncoder(Module<Tensor, Tensor> network, Func<Tensor, Tensor> read, long width) : base(nameof(ImageEncoder))
    {
        (this.network, _read) = (network, read);
        norm = LayerNorm(width);
        Width = width;
        RegisterComponents();
    }

    /// <summary>E.</summary>
    public long Width { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        return Unit(network.forward(images)).MoveToOuterDisposeScope();
    }

    /// <summary>The whole image's embedding [B, E], and one of each place of the last feature map, or of each patch of a transformer, [B, n, E], by the same projection.</summary>
    public (Tensor Whole, Tensor Patches) WithPatches(Tensor images)
    {
        using var scope = NewDisposeScope();
        var units = ((IUnitChain)network).Units;
        var features = units.SkipLast(1).Aggregate(images, (h, unit) => unit.Forward(h));
        // A transformer's first token is the class token.
        var places = features.ndim == 4 ? features.flatten(2).transpose(1, 2) : features.narrow(1, 1, features.size(1) - 1);
        return (Unit(units[^1].Forward(features)).MoveToOuterDisposeScope(), Unit(_read(places)).MoveToOuterDisposeScope());
    }

    private Tensor Unit(Tensor projected) => functional.normalize(norm.forward(projected), dim: -1);
}
