using Enn.Notebooks.Execution;
using FSharp.Compiler.Diagnostics;

namespace Enn.Notebooks.FSharp;

/// <summary>The compiler's messages, as lines with cell, line and column.</summary>
internal static class FSharpDiagnostics
{
    /// <summary>As in "In[3](2,5)-(2,9): error FS0001: ...".</summary>
    internal static string Line(FSharpDiagnostic diagnostic, string cellName) =>
        $"{cellName}({diagnostic.StartLine},{diagnostic.StartColumn + 1})-({diagnostic.EndLine},{diagnostic.EndColumn + 1}): "
        + $"{(diagnostic.Severity.IsError ? "error" : "warning")} {diagnostic.ErrorNumberText}: {diagnostic.Message.ReplaceLineEndings("\n")}";

    internal static CellError Error(IReadOnlyList<FSharpDiagnostic> errors, string cellName, string code)
    {
        var first = errors[0];
        var lines = errors.Select(error => Line(error, cellName)).Distinct().ToList();
        var source = code.Split('\n');
        if (first.StartLine >= 1 && first.StartLine <= source.Length)
        {
            var width = first.EndLine == first.StartLine ? Math.Max(1, first.EndColumn - first.StartColumn) : 1;
            lines.InsertRange(1, ["    " + source[first.StartLine - 1], "    " + new string(' ', first.StartColumn) + new string('^', width)]);
        }
        return new CellError("CompilationError", $"{first.ErrorNumberText}: {first.Message.ReplaceLineEndings("\n")}", lines, first.StartLine);
    }
}
