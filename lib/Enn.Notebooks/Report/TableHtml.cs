using System.Text;
using Enn.Experiments;

namespace Enn.Notebooks.Report;

/// <summary>A table of results as HTML.</summary>
internal static class TableHtml
{
    private static readonly string[] Absent = [Table.Missing, "not run"];

    internal static string Of(Table table)
    {
        var html = new StringBuilder("<div class=\"wide\"><table class=\"results\"><thead><tr>");
        foreach (var column in table.Columns) html.Append($"<th{(column.IsNumber ? " class=\"number\"" : "")}>{Markup.Escape(column.Name)}</th>");
        html.Append("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++) html.Append(Cell(row[i], table.Columns[i]));
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table></div>\n");
        if (table.Notes.Count > 0) html.Append("<ul class=\"notes\">").AppendJoin("", table.Notes.Select(note => $"<li>{Markup.Escape(note)}</li>")).Append("</ul>\n");
        return html.ToString();
    }

    private static string Cell(string text, TableColumn column)
    {
        var classes = new[] { column.IsNumber ? "number" : null, Absent.Contains(text) ? "absent" : null, column.Name == "ours" ? "ours" : null }.OfType<string>();
        return $"<td class=\"{string.Join(' ', classes)}\">{Markup.Escape(text)}</td>";
    }
}
