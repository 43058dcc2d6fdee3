using System.Text.Json;

namespace Enn.Conformance;

/// <summary>A case's constructor arguments with the types that a model needs; a missing or mistyped one is an error that names it.</summary>
public sealed class ModelArguments(IReadOnlyDictionary<string, JsonElement> values)
{
    /// <summary>A whole number.</summary>
    public long Whole(string name) => Get(name, e => e.ValueKind == JsonValueKind.Number && e.TryGetInt64(out var v) ? v : (long?)null);

    /// <summary>A whole number; where the argument is missing, the official constructor's default.</summary>
    public long Whole(string name, long otherwise) => Has(name) ? Whole(name) : otherwise;

    /// <summary>Height and width: two whole numbers, or one for both.</summary>
    public (long Height, long Width) Pair(string name) => Find(name).ValueKind != JsonValueKind.Array ? (Whole(name), Whole(name))
        : WholeList(name) is [var height, var width] ? (height, width) : throw Wrong(name);

    /// <summary>Height and width; where the argument is missing, the default for both.</summary>
    public (long Height, long Width) Pair(string name, long otherwise) => Has(name) ? Pair(name) : (otherwise, otherwise);

    /// <summary>A number.</summary>
    public double Number(string name) => Get(name, e => e.ValueKind == JsonValueKind.Number ? e.GetDouble() : (double?)null);

    /// <summary>A number; where the argument is missing, the official constructor's default.</summary>
    public double Number(string name, double otherwise) => Has(name) ? Number(name) : otherwise;

    /// <summary>True or false.</summary>
    public bool Flag(string name) => Get(name, e => e.ValueKind is JsonValueKind.True or JsonValueKind.False ? e.GetBoolean() : (bool?)null);

    /// <summary>True or false; where the argument is missing, the official constructor's default.</summary>
    public bool Flag(string name, bool otherwise) => Has(name) ? Flag(name) : otherwise;

    /// <summary>Whole numbers.</summary>
    public long[] WholeList(string name) => Find(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(e => e.GetInt64())] : throw Wrong(name);

    /// <summary>A string; null where the argument is missing or none.</summary>
    public string? Text(string name) => values.TryGetValue(name, out var e) && e.ValueKind == JsonValueKind.String ? e.GetString() : null;

    /// <summary>Whether the argument is there.</summary>
    public bool Has(string name) => values.ContainsKey(name);

    private T Get<T>(string name, Func<JsonElement, T?> convert) where T : struct
    {
        var element = Find(name);
        return (element.ValueKind is JsonValueKind.Null or JsonValueKind.String ? null : convert(element)) ?? throw Wrong(name);
    }

    private JsonElement Find(string name) => values.TryGetValue(name, out var e) ? e : throw new ConformanceException($"The argument '{name}' is missing.");

    private static ConformanceException Wrong(string name) => new($"The argument '{name}' has another type than the model needs.");
}
