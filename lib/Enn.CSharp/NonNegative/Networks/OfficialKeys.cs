using System.Text.RegularExpressions;

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

    [GeneratedRegex(@"^layer\d+\.\d+\.")]
    private static partial Regex Block();
}
