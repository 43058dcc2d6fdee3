using FSharp.Compiler.Tokenization;
using Microsoft.FSharp.Core;

namespace Enn.Notebooks.FSharp;

/// <summary>The parts of a cell between ";;": the compiler evaluates only the first of a text, so each is handed over by itself.</summary>
internal static class FSharpFragments
{
    /// <summary>Each part stands where it stood in the cell, behind blanks, so that its diagnostics keep their lines and columns.</summary>
    internal static IReadOnlyList<string> Split(string code)
    {
        if (!code.Contains(";;", StringComparison.Ordinal)) return [code];
        var ends = Ends(code).Append(code.Length).ToArray();
        var fragments = new List<string>();
        var start = 0;
        foreach (var end in ends)
        {
            var part = code[start..end];
            if (!string.IsNullOrWhiteSpace(part)) fragments.Add(Blank(code.AsSpan(0, start)) + part);
            start = Math.Min(end + 2, code.Length);
        }
        return fragments.Count == 0 ? [""] : fragments;
    }

    private static string Blank(ReadOnlySpan<char> text) => string.Create(text.Length, text, (to, from) =>
    {
        for (var i = 0; i < from.Length; i++) to[i] = from[i] == '\n' ? '\n' : ' ';
    });

    private static IEnumerable<int> Ends(string code)
    {
        var tokenizer = new FSharpSourceTokenizer(FSharpList.Empty<string>(), FSharpOption<string>.Some("cell.fsx"), null);
        var state = FSharpTokenizerLexState.Initial;
        var offset = 0;
        foreach (var line in code.Split('\n'))
        {
            var lexer = tokenizer.CreateLineTokenizer(line);
            while (true)
            {
                var (token, next) = lexer.ScanToken(state);
                state = next;
                if (token is null) break;
                if (token.Value.TokenName == "SEMICOLON_SEMICOLON") yield return offset + token.Value.LeftColumn;
            }
            offset += line.Length + 1;
        }
    }
}
