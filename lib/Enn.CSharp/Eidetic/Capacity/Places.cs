using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>At how many places (pixels) each layer of a network gives values, found by sending zeros through it with one neuron a group.</summary>
internal static class Places
{
    public static IReadOnlyDictionary<EideticLayer, long> Of(IArchitecture architecture, long[] sample)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var places = new Dictionary<EideticLayer, long>();
        var pass = new Pass
        {
            Owned = (layer, x) => layer.Connection.Apply(x!, zeros(layer.Connection.Shape(1, layer.From.IsInput ? layer.From.Size : 1)), null),
            Places = (layer, count) => places[layer] = count,
        };
        architecture.Forward(new Features(pass, zeros([1, .. sample])));
        return places;
    }
}
