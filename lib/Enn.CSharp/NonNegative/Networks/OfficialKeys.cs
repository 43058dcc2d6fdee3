using System.Text.RegularExpressions;
using Enn.Data.Weights;
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
    public static void Load(nn.Module network, IReadOnlyDictionary<string, Tensor> state) => StateReport.Load(network, state, new KeyRule(Regex.Escape(Prefix)));

    [GeneratedRegex(@"^layer\d+\.\d+\.")]
    private static partial Regex Block();
}
