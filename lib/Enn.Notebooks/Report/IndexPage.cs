using System.Text;
using Enn.Experiments;

namespace Enn.Notebooks.Report;

/// <summary>The first page: the notebooks, and every paper's tables, the published numbers beside ours.</summary>
internal static class IndexPage
{
    internal static string Html(Page page, IReadOnlyList<NotebookPage> notebooks, IEnumerable<IPaper> papers, string results)
    {
        var body = new StringBuilder("<main class=\"index\">\n<h1>Structured neural networks</h1>\n");
        body.Append("<p class=\"lead\">Papers on neural networks whose weights carry a structure, rebuilt and measured again. Every number under “ours” comes from a recorded run; what was not run is shown as missing.</p>\n");
        if (notebooks.Count > 0)
        {
            body.Append("<h2 id=\"notebooks\">Notebooks</h2>\n<ul class=\"cards\">\n");
            foreach (var notebook in notebooks)
                body.Append($"<li><a href=\"{notebook.FileName}\"><strong>{Markup.WithEquations(notebook.Title)}</strong><span class=\"summary\">{Markup.WithEquations(notebook.Summary ?? "")}</span></a></li>\n");
            body.Append("</ul>\n");
        }
        foreach (var paper in papers)
        {
            body.Append($"<h2 id=\"{paper.Name}\">{Markup.Escape(paper.Title)}</h2>\n<p class=\"command\"><code>./enn reproduce {paper.Name}</code></p>\n");
            foreach (var (_, table, recorded) in RecordedTable.Of(paper, results, paper.Tables)) body.Append(Section(table, recorded));
        }
        return page.Html("Structured neural networks: results", body.Append("</main>\n").ToString());
    }

    // A table without any number of ours is there, but not in the way.
    private static string Section(Table table, int recorded) => recorded > 0
        ? $"<section class=\"table\"><h3>{Markup.Escape(table.Title)}</h3>\n{TableHtml.Of(table)}</section>\n"
        : $"<details class=\"table\"><summary>{Markup.Escape(table.Title)} <span class=\"absent\">published numbers, not run here</span></summary>\n{TableHtml.Of(table)}</details>\n";
}
