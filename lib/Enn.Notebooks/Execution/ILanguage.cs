namespace Enn.Notebooks.Execution;

/// <summary>A language of cells.</summary>
internal interface ILanguage
{
    /// <summary>Runs a cell on the calling thread, which <paramref name="thread"/> may stop while user code runs.</summary>
    CellResult Execute(string code, string cellName, UserCode thread);

    /// <summary>Whether the text is a whole cell: complete, incomplete or invalid.</summary>
    string Completeness(string code);

    /// <summary>Names that may stand at <paramref name="cursor"/> (a UTF-16 offset).</summary>
    Completions Complete(string code, int cursor);

    /// <summary>What is known about the name at <paramref name="cursor"/> as text, or null.</summary>
    string? Inspect(string code, int cursor);
}

/// <summary>Names that may replace the text from <paramref name="Start"/> to <paramref name="End"/> (UTF-16 offsets).</summary>
internal sealed record Completions(IReadOnlyList<string> Names, int Start, int End);
