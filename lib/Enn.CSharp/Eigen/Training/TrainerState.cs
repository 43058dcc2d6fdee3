using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>Parts of a training's state under prefixes.</summary>
internal static class TrainerState
{
    internal static Dictionary<string, Tensor> Copy(IEnumerable<KeyValuePair<string, Tensor>> state)
    {
        using var _ = no_grad();
        return state.ToDictionary(e => e.Key, e => e.Value.detach().cpu().clone());
    }

    internal static Dictionary<string, Tensor> Join(params (string Prefix, Dictionary<string, Tensor> State)[] parts) =>
        parts.SelectMany(part => part.State.Select(e => (part.Prefix + e.Key, e.Value))).ToDictionary();

    internal static Dictionary<string, Tensor> Part(IReadOnlyDictionary<string, Tensor> state, string prefix) =>
        state.Where(e => e.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(e => e.Key[prefix.Length..], e => e.Value);
}
