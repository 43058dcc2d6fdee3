using System.Text;
using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;
using Enn.Notebooks.Runner;

namespace Enn.Notebooks.Report;

/// <summary>A notebook as a page: its text, its code, its outputs as the file holds them.</summary>
internal sealed class NotebookPage
{
    private const int DeepestInContents = 2;
    private readonly StringBuilder _cells = new();
    private readonly List<Markup.Heading> _headings = [];

    private readonly string _folder;

    /// <param name="notebook">The notebook.</param>
    /// <param name="report">The folder of the pages.</param>
    internal NotebookPage(NotebookFile notebook, string report)
    {
        // As part of an address: with slashes, and one at its end.
        _folder = string.Join('/', Path.GetRelativePath(report, Path.GetDirectoryName(Path.GetFullPath(notebook.Path))!).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString)) + "/";
        Name = Path.GetFileNameWithoutExtension(notebook.Path);
        foreach (var cell in notebook.Cells)
        {
            if (NotebookFile.IsCode(cell)) AddCode(cell);
            else if (cell.Text("cell_type") == "markdown") AddText(NotebookFile.Source(cell));
        }
    }

    /// <summary>The file's name, without its ending.</summary>
    internal string Name { get; }

    /// <summary>The first heading.</summary>
    internal string Title => _headings.FirstOrDefault()?.Text ?? Name;

    /// <summary>The first paragraph, which says what the notebook is about.</summary>
    internal string? Summary { get; private set; }

    internal string FileName => Name + ".html";

    /// <summary>The page's address beside other pages: a name may hold blanks, quotes and #.</summary>
    internal string Address => Uri.EscapeDataString(FileName);

    private void AddText(string text)
    {
        var (html, headings) = Markup.Markdown(text, _folder);
        // Markdig knows the headings of one text; those of one page need names of their own.
        foreach (var heading in headings)
        {
            var id = heading.Id;
            for (var n = 2; _headings.Any(other => other.Id == id); n++) id = $"{heading.Id}-{n}";
            if (id != heading.Id) html = html.Replace($"id=\"{heading.Id}\"", $"id=\"{id}\"", StringComparison.Ordinal);
            _headings.Add(heading with { Id = id });
        }
        Summary ??= Markup.FirstParagraph(text);
        _cells.Append($"<section class=\"text\">\n{html}</section>\n");
    }

    private void AddCode(JsonObject cell)
    {
        var source = NotebookFile.Source(cell);
        if (source.Length > 0) _cells.Append($"<pre class=\"code\" tabindex=\"0\"><code>{Highlighting.Html(source)}</code></pre>\n");
        var outputs = (cell["outputs"] as JsonArray ?? []).OfType<JsonObject>().Select(OutputHtml.Of).Where(html => html.Length > 0).ToArray();
        if (outputs.Length > 0) _cells.Append($"<div class=\"output\">{string.Concat(outputs)}</div>\n");
    }

    /// <summary>The page, with links to its neighbours.</summary>
    internal string Html(Page page, NotebookPage? previous, NotebookPage? next)
    {
        var contents = string.Concat(_headings.Skip(1).Where(heading => heading.Level <= DeepestInContents).Select(heading => $"<li><a href=\"#{heading.Id}\">{Markup.WithEquations(heading.Text)}</a></li>"));
        var aside = contents.Length == 0 ? "" : $"<nav class=\"contents\" aria-label=\"On this page\"><h2>On this page</h2><ol>{contents}</ol></nav>\n";
        var body = $"<div class=\"frame\">\n<header class=\"top\"><a href=\"index.html\">All results</a>{Link(previous, "←", "")}{Link(next, "", "→")}</header>\n"
            + $"<div class=\"page\">\n{aside}<main class=\"notebook\">\n{_cells}</main>\n</div>\n"
            + $"<footer><a href=\"index.html\">All results</a>{Link(next, "Next: ", "")}</footer>\n</div>\n";
        return page.Html(Title, body);
    }

    private static string Link(NotebookPage? page, string before, string after) => page is null ? "" : $"<a href=\"{page.Address}\">{before} {Markup.WithEquations(page.Title)} {after}</a>";
}
