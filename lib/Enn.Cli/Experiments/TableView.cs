using Enn.Experiments;
using Spectre.Console;

namespace Enn.Cli;

/// <summary>Shows tables: drawn on a terminal, as Markdown anywhere else.</summary>
internal static class TableView
{
    /// <summary>Shows those with numbers of ours, then a line for each of the others; one that was asked for by its name is shown whole in any case.</summary>
    /// <param name="tables">In the paper's order.</param>
    /// <param name="asked">The names of tables that were asked for.</param>
    /// <param name="records">Complete records by settings.</param>
    /// <param name="output">Where to.</param>
    internal static void Show(IReadOnlyList<PlannedTable> tables, IReadOnlyCollection<string> asked, IReadOnlyDictionary<RunSettings, RunRecord> records, TextWriter output)
    {
        var whole = tables.ToLookup(table => asked.Contains(table.Name) || table.HasOurs(records));
        foreach (var table in whole[true]) Show(table.Show(records), output);
        if (!whole[false].Any()) return;
        output.WriteLine("Without a number of ours so far; --table NAME shows what was published:");
        output.WriteLine();
        foreach (var table in whole[false]) output.WriteLine($"- {table.Name}: {table.WhyNot}");
    }

    /// <summary>Shows one.</summary>
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
