using System.Text.Json;
using System.Text.Json.Nodes;

namespace Enn.Training;

/// <summary>Measurements as JSON. Numbers keep all their digits; infinities and NaN, which JSON lacks, are written as text.</summary>
internal static class MetricsJson
{
    internal static JsonObject Write(IReadOnlyDictionary<string, double> values) => new(values.Select(pair => KeyValuePair.Create(
        pair.Key, (JsonNode?)(double.IsFinite(pair.Value) ? JsonValue.Create(pair.Value) : JsonValue.Create(pair.Value.ToString("R"))))));

    internal static Dictionary<string, double> ReadNumbers(JsonNode json) => json.AsObject().ToDictionary(
        pair => pair.Key, pair => pair.Value switch
        {
            null => throw new FormatException($"the measurement '{pair.Key}' is null"),
            var value when value.GetValueKind() == JsonValueKind.String => double.Parse(value.GetValue<string>()),
            var value => value.GetValue<double>(),
        });

    internal static JsonObject Write(EpochRecord epoch) => new()
    {
        ["phase"] = epoch.Phase,
        ["epoch"] = epoch.Epoch,
        ["metrics"] = Write(epoch.Metrics),
        ["seconds"] = epoch.Seconds,
    };

    /// <exception cref="FormatException">A field is missing.</exception>
    internal static EpochRecord ReadEpoch(JsonNode json)
    {
        JsonNode Field(string name) => json[name] ?? throw new FormatException($"an epoch lacks '{name}'");
        return new(Field("phase").GetValue<string>(), Field("epoch").GetValue<int>(), ReadNumbers(Field("metrics")), Field("seconds").GetValue<double>());
    }
}
