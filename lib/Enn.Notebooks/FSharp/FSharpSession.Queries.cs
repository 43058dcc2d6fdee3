using Enn.Notebooks.Execution;
using FSharp.Compiler.EditorServices;
using FSharp.Compiler.Tokenization;
using Microsoft.FSharp.Core;

namespace Enn.Notebooks.FSharp;

/// <summary>Questions about code that has not run.</summary>
internal sealed partial class FSharpSession
{
    private const int MaxNames = 500;

    public string Completeness(string code)
    {
        if (string.IsNullOrWhiteSpace(code)) return "complete";
        if (code.TrimEnd().EndsWith(";;", StringComparison.Ordinal)) return "complete";
        var (parsed, _, _) = _session.ParseAndCheckInteraction(code, null);
        var errors = parsed.Diagnostics.Where(d => d.Severity.IsError).ToArray();
        if (errors.Length == 0) return code.TrimEnd().EndsWith('=') ? "incomplete" : "complete";
        var lastLine = code.TrimEnd().Count(c => c == '\n') + 1;
        return errors.Any(e => e.EndLine >= lastLine && Unfinished.Any(word => e.Message.Contains(word, StringComparison.OrdinalIgnoreCase))) ? "incomplete" : "invalid";
    }

    // The compiler's words for a text that stops too early.
    private static readonly string[] Unfinished = ["incomplete structured construct", "end of input", "unmatched", "end of file in string", "end of file in comment", "expecting", "possible incorrect indentation"];

    public Completions Complete(string code, int cursor)
    {
        var (line, column, text) = At(code, cursor);
        var name = QuickParse.GetPartialLongNameEx(text, column - 1);
        var (parsed, check, _) = _session.ParseAndCheckInteraction(code, null);
        var list = check.GetDeclarationListInfo(parsed, line, text, name, null, null, null);
        var start = cursor - name.PartialIdent.Length;
        var found = list.Items.Where(item => item.NameInList.StartsWith(name.PartialIdent, StringComparison.OrdinalIgnoreCase))
            .OrderBy(item => !item.NameInList.StartsWith(name.PartialIdent, StringComparison.Ordinal)).ThenBy(item => item.NameInList, StringComparer.Ordinal)
            .Select(item => item.NameInCode).Distinct().Take(MaxNames).ToArray();
        return new Completions(found, start, cursor);
    }

    public string? Inspect(string code, int cursor)
    {
        var (line, column, text) = At(code, cursor);
        var island = QuickParse.GetCompleteIdentifierIsland(true, text, column) ?? (column > 0 ? QuickParse.GetCompleteIdentifierIsland(true, text, column - 1) : null);
        if (island is null) return null;
        var (name, end, _) = island.Value;
        var (_, check, _) = _session.ParseAndCheckInteraction(code, null);
        var tip = check.GetToolTip(line, end, text, FSharpList.Of(name.Split('.')), FSharpTokenTag.Identifier, null);
        var shown = FSharpToolTips.Text(tip);
        return shown.Length == 0 ? null : shown;
    }

    private static (int Line, int Column, string Text) At(string code, int cursor)
    {
        var before = code.AsSpan(0, cursor);
        var start = before.LastIndexOf('\n') + 1;
        var end = code.IndexOf('\n', cursor);
        return (before.Count('\n') + 1, cursor - start, code[start..(end < 0 ? code.Length : end)]);
    }
}
