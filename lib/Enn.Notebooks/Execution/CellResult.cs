namespace Enn.Notebooks.Execution;

/// <summary>What became of a cell: a value to show (with its static type), nothing, or an error; and the compiler's warnings.</summary>
internal sealed record CellResult(bool HasValue, object? Value, Type? Type, CellError? Error, string Warnings = "")
{
    internal static CellResult Nothing { get; } = new(false, null, null, null);

    internal static CellResult Failed(CellError error) => new(false, null, null, error);
}
