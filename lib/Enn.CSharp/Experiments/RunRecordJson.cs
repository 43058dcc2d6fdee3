using System.Text.Json;
using System.Text.Json.Nodes;
using Enn.Training;

namespace Enn.Experiments;

/// <summary>A run's record as one line of JSON and back. Numbers keep all their digits; infinities and NaN, which JSON lacks, are written as text.</summary>
internal static class RunRecordJson
{
    internal static string Write(RunRecord record)
    {
        var line = new JsonObject
        {
            ["key"] = record.Settings.Key,
            ["complete"] = record.Complete,
            ["settings"] = Texts(record.Settings.Values),
            ["metrics"] = MetricsJson.Write(record.Metrics),
            ["epochs_run"] = record.EpochsRun,
            ["epochs_protocol"] = record.EpochsProtocol,
            ["seconds"] = record.Seconds,
            ["device"] = record.Environment.Device,
            ["threads"] = record.Environment.Threads,
            ["commit"] = record.Environment.Commit,
            ["torch"] = record.Environment.Torch,
            ["finished"] = record.Finished.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            ["epochs"] = new JsonArray([.. record.Epochs.Select(MetricsJson.Write)]),
        };
        return line.ToJsonString();
    }

    /// <exception cref="FormatException">The line is not a record; the message says why.</exception>
    internal static RunRecord Read(string line)
    {
        try
        {
            var json = JsonNode.Parse(line) as JsonObject ?? throw new FormatException("it is no JSON object");
            JsonNode Field(string name) => json[name] ?? throw new FormatException($"it lacks '{name}'");
            T Value<T>(string name) => Field(name).GetValue<T>();
            return new RunRecord
            {
                Settings = new RunSettings(Field("settings").AsObject().Select(p => KeyValuePair.Create(p.Key, p.Value?.GetValue<string>() ?? throw new FormatException($"the setting '{p.Key}' is null")))),
                Complete = Value<bool>("complete"),
                Metrics = MetricsJson.ReadNumbers(Field("metrics")),
                EpochsRun = Value<double>("epochs_run"),
                EpochsProtocol = Value<double>("epochs_protocol"),
                Seconds = Value<double>("seconds"),
                Environment = new RunEnvironment(Value<string>("device"), Value<int>("threads"), Value<string>("commit"), Value<string>("torch")),
                Finished = Value<DateTime>("finished").ToUniversalTime(),
                Epochs = [.. Field("epochs").AsArray().Select(e => MetricsJson.ReadEpoch(e ?? throw new FormatException("an epoch is null")))],
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new FormatException($"not a run's record ({error.Message})", error);
        }
    }

    private static JsonObject Texts(IReadOnlyDictionary<string, string> values) =>
        new(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
}
