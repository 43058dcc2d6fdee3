using System.Text;
using System.Text.RegularExpressions;

namespace Enn.Notebooks.Report;

/// <summary>Source code with its comments, texts, numbers and keywords marked: what F# and C# have in common is enough for a page.</summary>
internal static partial class Highlighting
{
    private static readonly HashSet<string> Keywords =
    [
        .. ("abstract and as async await base begin bool break byte case catch char class const continue default delegate do done double downcast downto elif else end enum exception extern false finally "
            + "fixed float for foreach fun function global goto if implicit in inherit inline int interface internal is lazy let lock long match member module mutable namespace new not null object of "
            + "open operator or out override params private protected public readonly rec record ref return sealed select short static string struct switch task then this throw to true try type typeof "
            + "unit upcast use using val var virtual void when where while with yield").Split(' '),
    ];

    internal static string Html(string code)
    {
        var html = new StringBuilder();
        var end = 0;
        foreach (Match token in Tokens().Matches(code))
        {
            html.Append(Markup.Escape(code[end..token.Index]));
            end = token.Index + token.Length;
            var kind = Kind(token);
            if (kind is null) html.Append(Markup.Escape(token.Value));
            else html.Append($"<span class=\"{kind}\">{Markup.Escape(token.Value)}</span>");
        }
        return html.Append(Markup.Escape(code[end..])).ToString();
    }

    private static string? Kind(Match token) =>
        token.Groups["comment"].Success ? "c" : token.Groups["text"].Success ? "s" : token.Groups["number"].Success ? "n"
        : token.Groups["directive"].Success || Keywords.Contains(token.Value) ? "k" : null;

    // ''' of generic type parameters ('a) is no text: a character has its second quote.
    [GeneratedRegex("""""
        (?<comment>//[^\n]*|\(\*(?!\)).*?\*\)|/\*.*?\*/)
        |(?<text>[$@]*"{3}.*?"{3}|[$]?@"(?:[^"]|"")*"|[$]?"(?:\\.|[^"\\])*"|'(?:\\.[^']*|[^'\\\n])')
        |(?<directive>^\s*\#!?[a-z]+)
        |(?<number>\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?[a-zA-Z]{0,2}\b)
        |[A-Za-z_][\w']*
        """"", RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Tokens();
}
