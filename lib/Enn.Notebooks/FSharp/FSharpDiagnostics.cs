using System.Text.RegularExpressions;
using Enn.Notebooks.Execution;
using FSharp.Compiler.Diagnostics;

namespace Enn.Notebooks.FSharp;

/// <summary>The compiler's messages, as lines with cell (or loaded script), line and column.</summary>
internal static partial class FSharpDiagnostics
{
    /// <summary>As in "In[3](2,5)-(2,9): error FS0001: ...".</summary>
    internal static string Line(FSharpDiagnostic diagnostic, string cellName) =>
        $"{Script(diagnostic) ?? cellName}({diagnostic.StartLine},{diagnostic.StartColumn + 1})-({diagnostic.EndLine},{diagnostic.EndColumn + 1}): "
        + $"{(diagnostic.Severity.IsError ? "error" : "warning")} {diagnostic.ErrorNumberText}: {Message(diagnostic)}";

    internal static CellError Error(IReadOnlyList<FSharpDiagnostic> errors, string cellName, string code)
    {
        var first = errors[0];
        var lines = errors.Select(error => Line(error, cellName)).Distinct().ToList();
        var source = code.Split('\n');
        var inCell = Script(first) is null;
        if (inCell && first.StartLine >= 1 && first.StartLine <= source.Length)
        {
            var width = first.EndLine == first.StartLine ? Math.Max(1, first.EndColumn - first.StartColumn) : 1;
            lines.InsertRange(1, ["    " + source[first.StartLine - 1], "    " + new string(' ', first.StartColumn) + new string('^', width)]);
        }
        return new CellError("CompilationError", $"{first.ErrorNumberText}: {Message(first)}", lines, inCell ? first.StartLine : null);
    }

    // The file of a #load; cells have no extension.
    private static string? Script(FSharpDiagnostic diagnostic) => Path.GetFileName(diagnostic.FileName) is { } name && Path.HasExtension(name) ? name : null;

    private static string Message(FSharpDiagnostic diagnostic) => PackageProject().Replace(diagnostic.Message.ReplaceLineEndings("\n"), "");

    // #r "nuget: ..." restores a project in a temporary folder, which is no one's concern.
    [GeneratedRegex(@"^\S*Project\.fsproj : (error|warning) ", RegexOptions.Multiline)]
    private static partial Regex PackageProject();
}
