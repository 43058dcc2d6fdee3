using Enn.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>A network's state as plain layers would have it: each layer's W in place of its factors.</summary>
public static class PlainWeights
{
    /// <summary>The state dict with <c>weight</c> for <c>Q</c>, <c>Lambda</c> and <c>P</c>; values are shared with the network where they are not composed.</summary>
    public static Dictionary<string, Tensor> Of(nn.Module network)
    {
        var layers = network.named_modules().Where(m => m.module is EigenLayer).ToDictionary(m => m.name, m => (EigenLayer)m.module);
        var state = new Dictionary<string, Tensor>();
        foreach (var (key, value) in network.state_dict())
        {
            var dot = key.LastIndexOf('.');
            var (owner, last) = (dot < 0 ? "" : key[..dot], key[(dot + 1)..]);
            if (!layers.TryGetValue(owner, out var layer) || last == "bias") state[key] = value;
            else if (last == "Q") state[$"{owner}.weight"] = layer.Weight;
        }
        return state;
    }

    /// <summary>The state dict of the network whose convolutions have taken in the normalisations after them.</summary>
    /// <param name="network">A network.</param>
    /// <param name="normalised">Names of convolutions and of the normalisations after them.</param>
    internal static Dictionary<string, Tensor> Folded(nn.Module network, IEnumerable<(string Convolution, string Normalisation)> normalised)
    {
        var state = Of(network);
        var modules = network.named_modules().ToDictionary(m => m.name, m => m.module);
        foreach (var (convolution, normalisation) in normalised)
        {
            var (weight, bias) = BatchNormFolding.Fold(state[$"{convolution}.weight"], state.GetValueOrDefault($"{convolution}.bias"), (BatchNorm)modules[normalisation]);
            (state[$"{convolution}.weight"], state[$"{convolution}.bias"]) = (weight, bias);
            foreach (var key in state.Keys.Where(key => key.StartsWith(normalisation + ".", StringComparison.Ordinal)).ToList()) state.Remove(key);
        }
        return state;
    }
}
