using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>A chain of ordinary layers: what the inverse transformation gives.</summary>
public sealed class PlainNetwork : LayeredNetwork
{
    /// <summary>The network of these layers; a layer without state may occur twice.</summary>
    public PlainNetwork(IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> layers) : base(nameof(PlainNetwork))
    {
        var list = layers.ToList();
        foreach (var (name, layer) in list) register_module(name, layer);
        Layers = [.. list.Select(l => l.Layer)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Layers { get; }
}
