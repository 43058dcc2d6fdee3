using System.Text;

namespace Enn.Experiments;

/// <summary>A table of text, ready to be shown: on a terminal, as Markdown, in a notebook.</summary>
/// <param name="Title">What it shows and where it was published.</param>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">A text for each column.</param>
/// <param name="Notes">Lines below it.</param>
public sealed record Table(string Title, IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string> Notes)
{
    /// <summary>What a cell shows where nothing was measured.</summary>
    public const string Missing = "-";

    /// <summary><see cref="ToMarkdown"/>.</summary>
    public override string ToString() => ToMarkdown();

    /// <summary>The table as aligned Markdown, which reads well as plain text too.</summary>
    public string ToMarkdown()
    {
        var widths = Columns.Select((column, i) => Math.Max(3, Rows.Select(row => row[i].Length).Append(column.Name.Length).Max())).ToArray();
        var text = new StringBuilder().Append("## ").AppendLine(Title).AppendLine();
        Line(Columns.Select(column => column.Name));
        text.Append('|');
        for (var i = 0; i < widths.Length; i++) text.Append(Columns[i].IsNumber ? " " + new string('-', widths[i] - 1) + ": |" : " " + new string('-', widths[i]) + " |");
        text.AppendLine();
        foreach (var row in Rows) Line(row);
        if (Notes.Count > 0) text.AppendLine();
        foreach (var note in Notes) text.Append("- ").AppendLine(note);
        return text.ToString();

        void Line(IEnumerable<string> cells)
        {
            text.Append('|');
            foreach (var (cell, i) in cells.Select((cell, i) => (cell, i)))
                text.Append(' ').Append(Columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])).Append(" |");
            text.AppendLine();
        }
    }
}

/// <summary>A column's heading.</summary>
/// <param name="Name">The heading.</param>
/// <param name="IsNumber">Numbers stand right-aligned.</param>
public sealed record TableColumn(string Name, bool IsNumber = false);
