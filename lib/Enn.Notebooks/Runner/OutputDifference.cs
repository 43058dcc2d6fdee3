using System.Text.Json.Nodes;

namespace Enn.Notebooks.Runner;

/// <summary>Where the outputs of a cell differ from those that the file holds.</summary>
internal static class OutputDifference
{
    private const int Shown = 80;

    /// <summary>The first difference in words; null where there is none.</summary>
    internal static string? Find(JsonNode? saved, JsonNode? now)
    {
        var (before, after) = (OutputForm.Comparable(saved), OutputForm.Comparable(now));
        for (var i = 0; i < Math.Min(before.Count, after.Count); i++)
            if (Between(before[i], after[i], $"output {i + 1}") is { } difference) return difference;
        return before.Count == after.Count ? null : $"{Count(before)} in the file, {Count(after)} now";
    }

    private static string Count(JsonArray outputs) => outputs.Count == 1 ? "1 output" : $"{outputs.Count} outputs";

    private static string? Between(JsonNode? saved, JsonNode? now, string where) => (saved, now) switch
    {
        _ when JsonNode.DeepEquals(saved, now) => null,
        (JsonObject before, JsonObject after) => before.Select(entry => entry.Key).Union(after.Select(entry => entry.Key))
            .Select(name => Between(before[name], after[name], $"{where}, {name}")).FirstOrDefault(difference => difference is not null) ?? Lines(Text(saved), Text(now), where),
        (JsonArray before, JsonArray after) when before.Count == after.Count => before.Zip(after).Select((pair, i) => Between(pair.First, pair.Second, $"{where}[{i}]")).First(difference => difference is not null),
        _ => Lines(Text(saved), Text(now), where),
    };

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node?.ToJsonString(Protocol.Json.Options) ?? "nothing";

    private static string Lines(string saved, string now, string where)
    {
        var (before, after) = (saved.Split('\n'), now.Split('\n'));
        var line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line]) line++;
        var place = before.Length + after.Length > 2 ? $", line {line + 1}" : "";
        return $"{where}{place}: {Excerpt(before, line)} in the file, {Excerpt(after, line)} now";
    }

    private static string Excerpt(string[] lines, int line) => line >= lines.Length ? "nothing" : lines[line].Length <= Shown ? $"`{lines[line]}`" : $"`{lines[line][..Shown]}...`";
}
