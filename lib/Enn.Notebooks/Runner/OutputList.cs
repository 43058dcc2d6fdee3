using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Runner;

/// <summary>The outputs of a cell as they come: streams joined, displays replaced, clears obeyed.</summary>
internal sealed class OutputList
{
    private readonly List<JsonObject> _outputs = [];
    private readonly Dictionary<string, JsonObject> _displays = [];
    private bool _clearNext;

    internal void Take(Message message)
    {
        if (message.Type == "clear_output")
        {
            if (message.Content.Flag("wait", false)) _clearNext = true;
            else _outputs.Clear();
            return;
        }
        var id = (message.Content["transient"] as JsonObject)?.Text("display_id") ?? "";
        if (message.Type == "update_display_data")
        {
            if (_displays.TryGetValue(id, out var shown)) shown["data"] = OutputForm.Data(message.Content);
            return;
        }
        if (OutputForm.Of(message.Type, message.Content) is not { } output) return;
        if (_clearNext) _outputs.Clear();
        _clearNext = false;
        if (id.Length > 0) _displays[id] = output;
        if (IsStream(output) && StreamNamed(output.Text("name")) is { } same) same["text"] = same.Text("text") + output.Text("text");
        else _outputs.Add(output);
    }

    internal JsonArray ToArray()
    {
        foreach (var stream in _outputs.Where(IsStream)) stream["text"] = NotebookFile.Lines(LastWriting(stream.Text("text")));
        return new JsonArray([.. InOrder()]);
    }

    private static bool IsStream(JsonObject output) => output.Text("output_type") == "stream";

    // How the pieces of stdout and stderr fall between each other depends on the clock: between two other outputs there is one of each.
    private JsonObject? StreamNamed(string name)
    {
        for (var i = _outputs.Count - 1; i >= 0 && IsStream(_outputs[i]); i--)
            if (_outputs[i].Text("name") == name) return _outputs[i];
        return null;
    }

    private IEnumerable<JsonObject> InOrder()
    {
        for (var i = 0; i < _outputs.Count; i++)
        {
            var pair = IsStream(_outputs[i]) && i + 1 < _outputs.Count && IsStream(_outputs[i + 1]);
            var swap = pair && _outputs[i].Text("name") == "stderr";
            yield return _outputs[swap ? i + 1 : i];
            if (!pair) continue;
            yield return _outputs[swap ? i : i + 1];
            i++;
        }
    }

    // A line that was written over with carriage returns, as progress is, is kept as it stood last.
    private static string LastWriting(string text) => !text.Contains('\r', StringComparison.Ordinal) ? text
        : string.Join('\n', text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(line => line.TrimEnd('\r') is var kept ? kept[(kept.LastIndexOf('\r') + 1)..] : line));
}
