using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Data.Weights;

/// <summary>Renames keys of a file to those of a network: every match of a regular expression is replaced.</summary>
/// <param name="Pattern">The expression, <c>^module\.</c>.</param>
/// <param name="Replacement">What takes its place; may refer to groups ($1).</param>
public sealed record KeyRule(string Pattern, string Replacement = "")
{
    /// <summary>Drops what PyTorch's DataParallel puts before every key.</summary>
    public static KeyRule DropModule { get; } = new(@"^module\.");

    internal string Apply(string key) => Regex.Replace(key, Pattern, Replacement);
}

/// <summary>A value whose shape is not the network's.</summary>
/// <param name="Key">The network's key.</param>
/// <param name="Given">The shape in the file.</param>
/// <param name="Needed">The shape in the network.</param>
public sealed record ShapeMismatch(string Key, long[] Given, long[] Needed);

/// <summary>How the keys of a file fit a network.</summary>
/// <param name="Loaded">The network's keys that the file has in the right shape.</param>
/// <param name="Missing">The network's keys that the file lacks; counters of batch normalisations, which old files lack, do not count.</param>
/// <param name="Unexpected">The file's keys, as they are there, that the network lacks.</param>
/// <param name="Mismatched">Keys of both whose shapes differ.</param>
public sealed record StateReport(IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected, IReadOnlyList<ShapeMismatch> Mismatched)
{
    private const string Counter = "num_batches_tracked";

    /// <summary>Whether nothing is missing, unexpected or of another shape.</summary>
    public bool Fits => Missing.Count == 0 && Unexpected.Count == 0 && Mismatched.Count == 0;

    /// <summary>Compares without changing anything.</summary>
    /// <param name="network">The network.</param>
    /// <param name="state">Values by the file's keys.</param>
    /// <param name="rules">Applied to each of the file's keys in turn.</param>
    /// <exception cref="ArgumentException">Two keys of the file become the same.</exception>
    public static StateReport Compare(nn.Module network, IReadOnlyDictionary<string, Tensor> state, params IReadOnlyList<KeyRule> rules) =>
        Compare(network.state_dict(), Renamed(state, rules));

    /// <summary>Copies the file's values into the network; nothing is changed unless everything fits.</summary>
    /// <param name="network">The network; other element types are converted.</param>
    /// <param name="state">Values by the file's keys.</param>
    /// <param name="rules">Applied to each of the file's keys in turn.</param>
    /// <exception cref="ArgumentException">The state does not fit; the message is the report.</exception>
    public static StateReport Load(nn.Module network, IReadOnlyDictionary<string, Tensor> state, params IReadOnlyList<KeyRule> rules)
    {
        var (own, renamed) = (network.state_dict(), Renamed(state, rules));
        var report = Compare(own, renamed);
        if (!report.Fits) throw new ArgumentException($"The weights do not fit {network.GetName()}: {report}", nameof(state));
        using var _ = no_grad();
        foreach (var key in report.Loaded) own[key].copy_(renamed[key].Value);
        return report;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var lines = new List<string> { $"{Loaded.Count} values fit" };
        if (Missing.Count > 0) lines.Add($"missing: {string.Join(", ", Missing)}");
        if (Unexpected.Count > 0) lines.Add($"unexpected: {string.Join(", ", Unexpected)}");
        foreach (var (key, given, needed) in Mismatched) lines.Add($"{key} is [{string.Join(",", given)}], not [{string.Join(",", needed)}]");
        return string.Join("; ", lines);
    }

    private static Dictionary<string, KeyValuePair<string, Tensor>> Renamed(IReadOnlyDictionary<string, Tensor> state, IReadOnlyList<KeyRule> rules)
    {
        var renamed = new Dictionary<string, KeyValuePair<string, Tensor>>();
        foreach (var entry in state)
            if (!renamed.TryAdd(rules.Aggregate(entry.Key, (key, rule) => rule.Apply(key)), entry))
                throw new ArgumentException($"'{entry.Key}' is renamed to what another key is called too.", nameof(rules));
        return renamed;
    }

    private static StateReport Compare(Dictionary<string, Tensor> own, Dictionary<string, KeyValuePair<string, Tensor>> given)
    {
        var shared = own.Keys.Where(given.ContainsKey).ToLookup(key => own[key].shape.AsSpan().SequenceEqual(given[key].Value.shape));
        return new([.. shared[true]], [.. own.Keys.Where(key => !given.ContainsKey(key) && !key.EndsWith(Counter, StringComparison.Ordinal))],
            [.. given.Where(entry => !own.ContainsKey(entry.Key)).Select(entry => entry.Value.Key)],
            [.. shared[false].Select(key => new ShapeMismatch(key, given[key].Value.shape, own[key].shape))]);
    }
}
