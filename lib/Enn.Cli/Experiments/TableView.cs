using Enn.Experiments;
using Spectre.Console;

namespace Enn.Cli;

/// <summary>Shows a table: drawn on a terminal, as Markdown anywhere else.</summary>
internal static class TableView
{
    internal static void Show(Experiments.Table table, TextWriter output)
    {
        if (!Terminal.IsInteractive(output))
        {
            output.WriteLine(table.ToMarkdown());
            return;
        }
        var view = new Spectre.Console.Table().Title(Markup.Escape(table.Title)).RoundedBorder();
        foreach (var column in table.Columns) view.AddColumn(new Spectre.Console.TableColumn(Markup.Escape(column.Name)) { Alignment = column.IsNumber ? Justify.Right : Justify.Left });
        foreach (var row in table.Rows) view.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(view);
        foreach (var note in table.Notes) AnsiConsole.MarkupLine("[grey]- " + Markup.Escape(note) + "[/]");
        AnsiConsole.WriteLine();
    }
}
