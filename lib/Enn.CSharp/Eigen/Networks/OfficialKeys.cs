using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// State-dict keys of the official code. Its end-to-end networks have this library's keys; its local ones call the shortcut <c>downsample</c> and hold
/// their frozen heads as <c>conv1_head</c> and <c>layer1.0.local_head</c>, so that there neither loads into the other.
/// </summary>
public static class OfficialKeys
{
    private const string StemHead = "conv1_head", BlockHead = "local_head";

    /// <summary>The key here of an official key of either kind; null for a head's.</summary>
    public static string? ToNetwork(string key) => HeadOf(key) is null ? key.Replace(".downsample.", ".shortcut.", StringComparison.Ordinal) : null;

    /// <summary>The unit whose head an official key belongs to, and what of it (<c>weight</c> or <c>bias</c>); null for another key.</summary>
    public static (string Unit, string Part)? HeadOf(string key)
    {
        if (key.StartsWith(StemHead + ".", StringComparison.Ordinal)) return ("stem", key[(StemHead.Length + 1)..]);
        var at = key.IndexOf($".{BlockHead}.", StringComparison.Ordinal);
        return at < 0 ? null : (key[..at], key[(at + BlockHead.Length + 2)..]);
    }

    /// <summary>Loads an official checkpoint of either kind into a network; heads are left out.</summary>
    /// <param name="network">A network of this library.</param>
    /// <param name="state">The official state dict.</param>
    /// <exception cref="InvalidOperationException">Keys or shapes do not fit; the message lists them.</exception>
    public static void Load(nn.Module network, IReadOnlyDictionary<string, Tensor> state) =>
        network.load_state_dict(state.Where(e => HeadOf(e.Key) is null).ToDictionary(e => ToNetwork(e.Key)!, e => e.Value));
}
