using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Enn.Experiments;

/// <summary>
/// Everything that decides a run's result, as named text values: method, architecture, data set, optimiser, schedule, seed. Two runs with equal
/// settings are the same run.
/// </summary>
public sealed class RunSettings : IEquatable<RunSettings>
{
    private readonly SortedDictionary<string, string> _values;

    /// <summary>The given settings.</summary>
    public RunSettings(IEnumerable<KeyValuePair<string, string>> values)
    {
        _values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values) _values.Add(name, value);
        Key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(_values))))[..16];
    }

    /// <summary>The settings, in the order of their names.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>16 hexadecimal digits that stand for the settings; names the checkpoint.</summary>
    public string Key { get; }

    /// <summary>The value of a setting; null where there is none of that name.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <inheritdoc/>
    public bool Equals(RunSettings? other) => other is not null && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RunSettings);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _values.Select(pair => $"{pair.Key}={pair.Value}"));
}
