using static TorchSharp.torch;

namespace Enn.Training;

/// <summary>States of trainings as values by name: copies of live tensors, and several states under prefixes in one.</summary>
internal static class NamedState
{
    /// <summary>Copies on the CPU, without gradients.</summary>
    internal static Dictionary<string, Tensor> Copy(IEnumerable<KeyValuePair<string, Tensor>> state)
    {
        using var _ = no_grad();
        return state.ToDictionary(e => e.Key, e => e.Value.detach().cpu().clone());
    }

    /// <summary>Several states in one, each under its prefix.</summary>
    internal static Dictionary<string, Tensor> Join(params (string Prefix, IReadOnlyDictionary<string, Tensor> State)[] parts) =>
        parts.SelectMany(part => part.State.Select(e => (part.Prefix + e.Key, e.Value))).ToDictionary();

    /// <summary>What stands under a prefix, by the names behind it.</summary>
    internal static Dictionary<string, T> Part<T>(IReadOnlyDictionary<string, T> state, string prefix) =>
        state.Where(e => e.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(e => e.Key[prefix.Length..], e => e.Value);
}
