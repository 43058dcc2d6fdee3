using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>
/// State-dict keys of the official ResNet code, which keeps its modules in dictionaries: every key starts with <c>layers_dict.</c>, and inside each block
/// comes another, e.g. <c>layer1.0.conv1.weight</c> is <c>layers_dict.layer1.0.layers_dict.conv1.weight</c>.
/// </summary>
public static partial class OfficialKeys
{
    private const string Prefix = "layers_dict.";

    /// <summary>The official key of a torchvision key.</summary>
    public static string ToOfficial(string key) => Prefix + Block().Replace(key, match => match.Value + Prefix);

    /// <summary>The torchvision key of an official key.</summary>
    public static string FromOfficial(string key) => key.Replace(Prefix, "", StringComparison.Ordinal);

    /// <summary>Loads a state dict of torchvision's or of the official code into a network with torchvision's keys.</summary>
    /// <param name="network">A network of this library.</param>
    /// <param name="state">Values by torchvision's or the official keys.</param>
    /// <exception cref="ArgumentException">A key is missing, a key is unknown, or a shape differs.</exception>
    public static void Load(nn.Module network, IReadOnlyDictionary<string, Tensor> state)
    {
        var given = state.ToDictionary(e => FromOfficial(e.Key), e => e.Value);
        foreach (var (key, value) in network.state_dict())
        {
            if (!given.TryGetValue(key, out var found)) throw new ArgumentException($"The checkpoint has no '{key}'.", nameof(state));
            if (!found.shape.AsSpan().SequenceEqual(value.shape))
                throw new ArgumentException($"'{key}' is [{string.Join(",", found.shape)}] in the checkpoint, [{string.Join(",", value.shape)}] in the network.", nameof(state));
        }
        if (given.Keys.Except(network.state_dict().Keys).FirstOrDefault() is { } unknown) throw new ArgumentException($"The network has no '{unknown}'.", nameof(state));
        network.load_state_dict(given);
    }

    [GeneratedRegex(@"^layer\d+\.\d+\.")]
    private static partial Regex Block();
}
