namespace Enn.Notebooks.Execution;

/// <summary>Why a cell failed.</summary>
/// <param name="Name">The exception's type, or "CompilationError", or "Interrupted".</param>
/// <param name="Message">What went wrong, in its own words.</param>
/// <param name="Traceback">The lines to show: for compilation errors each diagnostic, for exceptions message and short stack.</param>
/// <param name="Line">The line in the cell, from 1, where known.</param>
internal sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback, int? Line = null)
{
    internal static CellError Interrupted { get; } = new("Interrupted", "The cell was interrupted.", ["Interrupted: the cell was stopped; what it had defined before stays."]);
}
