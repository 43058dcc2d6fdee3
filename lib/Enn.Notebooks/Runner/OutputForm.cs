using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Runner;

/// <summary>Outputs as the notebook format keeps them.</summary>
internal static partial class OutputForm
{
    /// <summary>What an iopub message becomes in the file; null if it is no output.</summary>
    internal static JsonObject? Of(string type, JsonObject content) => type switch
    {
        "stream" => new JsonObject { ["name"] = content.Text("name"), ["output_type"] = "stream", ["text"] = content.Text("text") },
        "display_data" => new JsonObject { ["data"] = Data(content), ["metadata"] = new JsonObject(), ["output_type"] = "display_data" },
        "execute_result" => new JsonObject { ["data"] = Data(content), ["execution_count"] = null, ["metadata"] = new JsonObject(), ["output_type"] = "execute_result" },
        "error" => new JsonObject
        {
            ["ename"] = content.Text("ename"), ["evalue"] = content.Text("evalue"), ["output_type"] = "error", ["traceback"] = content["traceback"]!.DeepClone(),
        },
        _ => null,
    };

    // Text is kept as a list of lines, images and JSON as they are.
    internal static JsonObject Data(JsonObject content)
    {
        var forms = (JsonObject)content["data"]!;
        var data = new JsonObject();
        foreach (var (mime, value) in forms.OrderBy(form => form.Key, StringComparer.Ordinal))
        {
            data[mime] = value is JsonValue text && text.TryGetValue<string>(out var written) && (mime.StartsWith("text/", StringComparison.Ordinal) || mime == "image/svg+xml")
                ? NotebookFile.Lines(Kept(mime, written, forms))
                : value?.DeepClone();
        }
        return data;
    }

    // A chart's script holds the figure once more, and no front end runs the scripts of a file that it did not write: the static picture stays.
    private static string Kept(string mime, string text, JsonObject forms) => mime == "text/html" && forms.ContainsKey(Plotly) ? Script().Replace(text, "") : text;

    /// <summary>A figure as Plotly's JSON.</summary>
    internal const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>Outputs without what may differ between writers of the format: text as a whole, no counts, no script of a chart (Jupyter saves it).</summary>
    internal static JsonArray Comparable(JsonNode? outputs)
    {
        var result = new JsonArray();
        foreach (var output in (outputs as JsonArray ?? []).OfType<JsonObject>())
        {
            var copy = (JsonObject)output.DeepClone();
            copy.Remove("execution_count");
            if (copy["text"] is { } text) copy["text"] = NotebookFile.Join(text);
            if (copy["data"] is JsonObject data)
                foreach (var (mime, value) in data.ToArray())
                    if (!mime.EndsWith("json", StringComparison.Ordinal)) data[mime] = Kept(mime, NotebookFile.Join(value), data);
            result.Add(copy);
        }
        return result;
    }

    /// <summary>The line in the cell that a traceback names.</summary>
    internal static int? FailingLine(IEnumerable<string> traceback)
    {
        var found = traceback.Select(line => CellLine().Match(line)).FirstOrDefault(match => match.Success);
        return found is null ? null : int.Parse(found.Groups["line"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("<script>.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex(@"In\[\d+\](\(|, line )(?<line>\d+)")]
    private static partial Regex CellLine();
}
