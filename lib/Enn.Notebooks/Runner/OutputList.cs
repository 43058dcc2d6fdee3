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
        if (message.Type == "stream" && _outputs.LastOrDefault() is { } last && last.Text("output_type") == "stream" && last.Text("name") == output.Text("name"))
            last["text"] = last.Text("text") + output.Text("text");
        else _outputs.Add(output);
    }

    internal JsonArray ToArray()
    {
        foreach (var stream in _outputs.Where(o => o["output_type"]!.GetValue<string>() == "stream")) stream["text"] = NotebookFile.Lines(stream.Text("text"));
        return new JsonArray([.. _outputs]);
    }
}
