using System.Text;
using Enn.Data;
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
                body.Append($"<li><a href=\"{notebook.Address}\"><strong>{Markup.WithEquations(notebook.Title)}</strong><span class=\"summary\">{Markup.WithEquations(notebook.Summary ?? "")}</span></a></li>\n");
            body.Append("</ul>\n");
        }
        foreach (var paper in papers)
        {
            body.Append($"<h2 id=\"{paper.Name}\">{Markup.Escape(paper.Title)}</h2>\n<p class=\"command\"><code>./enn reproduce {paper.Name}</code></p>\n");
            var tables = RecordedTable.Of(paper, results, paper.Tables).ToLookup(table => table.HasOurs, table => Section(table.Table));
            body.AppendJoin("", tables[true]);
            // Tables without any number of ours are there, but not in the way.
            if (tables[false].Any()) body.Append($"<details class=\"table\"><summary>{Count(tables[false].Count())} <span class=\"absent\">published numbers, not run here</span></summary>\n").AppendJoin("", tables[false]).Append("</details>\n");
        }
        return page.Html("Structured neural networks: results", body.Append("</main>\n").ToString());
    }

    // Where this machine has its data is nobody's business.
    private static string Section(Table table) =>
        $"<section class=\"table\"><h3>{Markup.Escape(table.Title)}</h3>\n{TableHtml.Of(table with { Notes = [.. table.Notes.Select(note => note.Replace(DataFolder.Root, "data", StringComparison.Ordinal))] })}</section>\n";

    private static string Count(int tables) => tables == 1 ? "1 more table" : $"{tables} more tables";
}
