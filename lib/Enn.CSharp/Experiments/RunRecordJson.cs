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
            var json = JsonNode.Parse(line)!.AsObject();
            return new RunRecord
            {
                Settings = new RunSettings(json["settings"]!.AsObject().Select(p => KeyValuePair.Create(p.Key, p.Value!.GetValue<string>()))),
                Complete = json["complete"]!.GetValue<bool>(),
                Metrics = MetricsJson.ReadNumbers(json["metrics"]!),
                EpochsRun = json["epochs_run"]!.GetValue<double>(),
                EpochsProtocol = json["epochs_protocol"]!.GetValue<double>(),
                Seconds = json["seconds"]!.GetValue<double>(),
                Environment = new RunEnvironment(json["device"]!.GetValue<string>(), json["threads"]!.GetValue<int>(), json["commit"]!.GetValue<string>(), json["torch"]!.GetValue<string>()),
                Finished = json["finished"]!.GetValue<DateTime>().ToUniversalTime(),
                Epochs = [.. json["epochs"]!.AsArray().Select(e => MetricsJson.ReadEpoch(e!))],
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            throw new FormatException($"not a run's record ({error.Message})", error);
        }
    }

    private static JsonObject Texts(IReadOnlyDictionary<string, string> values) =>
        new(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
}
