using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Enn.Notebooks.Protocol;
using Enn.Notebooks.Runner;

namespace Enn.Notebooks.Report;

/// <summary>The outputs of a cell as HTML: the richest form of each that a page can show by itself.</summary>
internal static partial class OutputHtml
{
    internal static string Of(JsonObject output) => output.Text("output_type") switch
    {
        "stream" => $"<pre class=\"{(output.Text("name") == "stderr" ? "stderr" : "stdout")}\">{Text(output["text"])}</pre>",
        "error" => $"<pre class=\"error\">{Text(new JsonArray([.. ((JsonArray)output["traceback"]!).Select(line => (JsonNode)((string?)line + "\n"))]))}</pre>",
        _ when output["data"] is JsonObject data => Data(data),
        _ => "",
    };

    private static string Data(JsonObject data)
    {
        if (data[OutputForm.Plotly] is { } figure) return Figure(figure, data);
        if (data["text/html"] is { } html) return $"<div class=\"wide\">{Markup.WithoutScripts(NotebookFile.Join(html))}</div>";
        if (data["image/svg+xml"] is { } svg) return Image("svg+xml", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(NotebookFile.Join(svg))), data);
        foreach (var kind in new[] { "png", "jpeg", "gif" })
            if (data["image/" + kind] is { } image) return Image(kind, NotebookFile.Join(image).ReplaceLineEndings(""), data);
        if (data["text/markdown"] is { } markdown) return Markup.Markdown(NotebookFile.Join(markdown)).Html;
        if (data["text/latex"] is { } tex) return $"<div class=\"math\">{Markup.Escape(NotebookFile.Join(tex).Trim().Trim('$'))}</div>";
        return data["text/plain"] is { } plain ? $"<pre class=\"result\">{Text(plain)}</pre>" : "";
    }

    // The static picture stands until the script has drawn the live figure over it.
    private static string Figure(JsonNode figure, JsonObject data)
    {
        var picture = Picture().Match(NotebookFile.Join(data["text/html"]));
        var still = picture.Success ? picture.Value : $"<pre class=\"result\">{Text(data["text/plain"])}</pre>";
        // Neither "</script>" nor "<!--" within a text may end or hide what follows.
        var json = figure.ToJsonString(Json.Options).Replace("<", "\\u003c", StringComparison.Ordinal);
        return $"<figure class=\"chart\">{still}<script type=\"application/json\">{json}</script></figure>";
    }

    private static string Image(string kind, string base64, JsonObject data) =>
        $"<img alt=\"{Text(data["text/plain"])}\" src=\"data:image/{kind};base64,{base64}\"/>";

    private static string Text(JsonNode? text) => Markup.Escape(Colours().Replace(NotebookFile.Join(text), ""));

    [GeneratedRegex("<img [^>]*>")]
    private static partial Regex Picture();

    // Terminals' colours, which other tools put into tracebacks.
    [GeneratedRegex(@"\x1B\[[0-9;]*m")]
    private static partial Regex Colours();
}
