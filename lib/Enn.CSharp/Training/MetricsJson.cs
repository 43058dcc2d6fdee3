using System.Text.Json;
using System.Text.Json.Nodes;

namespace Enn.Training;

/// <summary>Measurements as JSON. Numbers keep all their digits; infinities and NaN, which JSON lacks, are written as text.</summary>
internal static class MetricsJson
{
    internal static JsonObject Write(IReadOnlyDictionary<string, double> values) => new(values.Select(pair => KeyValuePair.Create(
        pair.Key, (JsonNode?)(double.IsFinite(pair.Value) ? JsonValue.Create(pair.Value) : JsonValue.Create(pair.Value.ToString("R"))))));

    internal static Dictionary<string, double> ReadNumbers(JsonNode json) => json.AsObject().ToDictionary(
        pair => pair.Key, pair => pair.Value!.GetValueKind() == JsonValueKind.String ? double.Parse(pair.Value.GetValue<string>()) : pair.Value.GetValue<double>());

    internal static JsonObject Write(EpochRecord epoch) => new()
    {
        ["phase"] = epoch.Phase,
        ["epoch"] = epoch.Epoch,
        ["metrics"] = Write(epoch.Metrics),
        ["seconds"] = epoch.Seconds,
    };

    internal static EpochRecord ReadEpoch(JsonNode json) =>
        new(json["phase"]!.GetValue<string>(), json["epoch"]!.GetValue<int>(), ReadNumbers(json["metrics"]!), json["seconds"]!.GetValue<double>());
}
