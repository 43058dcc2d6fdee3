using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Kernels;

/// <summary>The language that a cell's metadata name.</summary>
internal static class CellLanguage
{
    /// <summary>As .NET Interactive's files name it (polyglot_notebook.kernelName, dotnet_interactive.language), or as VS Code's do (vscode.languageId); else null.</summary>
    internal static string? Of(JsonObject metadata)
    {
        foreach (var (group, name) in new[] { ("polyglot_notebook", "kernelName"), ("dotnet_interactive", "language"), ("vscode", "languageId") })
            if ((metadata[group] as JsonObject)?.Text(name) is { Length: > 0 } language) return language;
        return null;
    }
}
