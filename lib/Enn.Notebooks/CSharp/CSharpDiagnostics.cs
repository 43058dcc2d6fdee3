using Enn.Notebooks.Execution;
using Microsoft.CodeAnalysis;

namespace Enn.Notebooks.CSharp;

/// <summary>The C# compiler's messages, in the same form as those of F#.</summary>
internal static class CSharpDiagnostics
{
    internal static string Line(Diagnostic diagnostic, string cellName)
    {
        var (start, end) = Span(diagnostic);
        return $"{cellName}({start.Line + 1},{start.Character + 1})-({end.Line + 1},{end.Character + 1}): "
            + $"{(diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning")} {diagnostic.Id}: {diagnostic.GetMessage()}";
    }

    internal static CellError Error(IReadOnlyList<Diagnostic> errors, string cellName, string code)
    {
        var first = errors[0];
        var lines = errors.Select(error => Line(error, cellName)).ToList();
        var (start, end) = Span(first);
        var source = code.Split('\n');
        if (start.Line < source.Length)
        {
            var width = end.Line == start.Line ? Math.Max(1, end.Character - start.Character) : 1;
            lines.InsertRange(1, ["    " + source[start.Line], "    " + new string(' ', start.Character) + new string('^', width)]);
        }
        return new CellError("CompilationError", $"{first.Id}: {first.GetMessage()}", lines, start.Line + 1);
    }

    private static (Microsoft.CodeAnalysis.Text.LinePosition Start, Microsoft.CodeAnalysis.Text.LinePosition End) Span(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetLineSpan();
        return (span.StartLinePosition, span.EndLinePosition);
    }
}
