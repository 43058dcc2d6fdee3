using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enn.Conformance;

/// <summary>State entries are written as pairs: ["conv1.weight", [64, 3, 7, 7]].</summary>
internal sealed class StateEntriesConverter : JsonConverter<IReadOnlyList<StateEntry>>
{
    public override IReadOnlyList<StateEntry> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var pairs = JsonSerializer.Deserialize<JsonElement[][]>(ref reader, options) ?? throw new JsonException("state is null");
        return [.. pairs.Select(Entry)];
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<StateEntry> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Select(e => new object[] { e.Key, e.Shape }), options);

    private static StateEntry Entry(JsonElement[] pair)
    {
        if (pair is not [{ ValueKind: JsonValueKind.String } key, { ValueKind: JsonValueKind.Array } shape])
            throw new JsonException("an entry of state is not [key, shape]");
        return new(key.GetString()!, [.. shape.EnumerateArray().Select(size => size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var value) ? value : throw new JsonException("a shape holds no integers"))]);
    }
}
