using System.Text.Json;
using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Runner;

/// <summary>An .ipynb file (nbformat 4), read and written so that a diff shows what changed and nothing else.</summary>
internal sealed class NotebookFile
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, IndentSize = 1, Encoder = Json.Options.Encoder, NewLine = "\n" };

    // When and how a cell was run, which front ends write into it.
    private static readonly string[] Volatile = ["execution", "ExecuteTime", "executionInfo"];

    private readonly JsonObject _root;

    private NotebookFile(string path, JsonObject root) => (Path, _root) = (path, root);

    internal string Path { get; }

    /// <summary>The cells, in order.</summary>
    internal IReadOnlyList<JsonObject> Cells => [.. ((JsonArray)_root["cells"]!).OfType<JsonObject>()];

    /// <exception cref="InvalidDataException">The file is no notebook of format 4.</exception>
    internal static NotebookFile Read(string path)
    {
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(path)) as JsonObject;
            if (root?["cells"] is not JsonArray || root["nbformat"] is not { } format || (int)format != 4)
                throw new InvalidDataException($"{path} is no notebook of format 4 (.ipynb)");
            return new NotebookFile(path, root);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path} is no notebook (.ipynb): {e.Message}", e);
        }
    }

    internal static bool IsCode(JsonObject cell) => cell.Text("cell_type") == "code";

    /// <summary>A cell's source: in the file one text, or a list of lines.</summary>
    internal static string Source(JsonObject cell) => Join(cell["source"]);

    internal static string Join(JsonNode? text) => text switch
    {
        JsonArray lines => string.Concat(lines.Select(line => (string?)line)),
        JsonValue value when value.TryGetValue<string>(out var whole) => whole,
        _ => "",
    };

    /// <summary>Multi-line text as the format keeps it: a list of lines, each with its line end.</summary>
    internal static JsonArray Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is var at and >= 0 ? at + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }
        return Json.Array(lines);
    }

    /// <summary>The whole file as text, as Jupyter writes it (one space a level, keys in alphabetical order), without counts and times of execution.</summary>
    internal string ToText()
    {
        foreach (var cell in Cells)
        {
            cell["source"] = Lines(Source(cell));
            foreach (var name in Volatile) (cell["metadata"] as JsonObject)?.Remove(name);
            if (!IsCode(cell)) continue;
            cell["execution_count"] = null;
            cell["outputs"] ??= new JsonArray();
        }
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Layout)) Sorted(_root)!.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject record => new JsonObject(record.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    /// <summary>Writes the file if it changed; a file half written is never left.</summary>
    internal void Save()
    {
        var text = ToText();
        if (File.Exists(Path) && File.ReadAllText(Path) == text) return;
        var part = Path + ".part";
        File.WriteAllText(part, text);
        File.Move(part, Path, overwrite: true);
    }
}
