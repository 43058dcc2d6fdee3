using Enn.Notebooks.CSharp;
using Enn.Notebooks.Execution;
using Enn.Notebooks.FSharp;

namespace Enn.Notebooks.Kernels;

/// <summary>The languages of one kernel. F# starts in the background, while the front end still asks who is there; C# with its first cell.</summary>
internal sealed class Languages : IDisposable
{
    private readonly Directives _directives = new();
    private readonly Task<FSharpSession> _fsharp;
    private readonly Lazy<CSharpSession> _csharp;

    internal Languages()
    {
        _fsharp = Task.Run(() => new FSharpSession(_directives));
        _csharp = new Lazy<CSharpSession>(() => new CSharpSession(_directives, FSharp));
    }

    internal FSharpSession FSharp => _fsharp.GetAwaiter().GetResult();

    /// <summary>Runs a cell, in the language of its first line (#!csharp, #!fsharp), else in <paramref name="language"/>.</summary>
    internal CellResult Execute(string code, string cellName, UserCode thread, string? language = null)
    {
        var session = For(ref code, language);
        // A name that the cell uses and only the other language has defined is handed over first.
        var refused = session == FSharp && _csharp.IsValueCreated ? FSharp.Take(code, _csharp.Value.Values()) : [];
        var result = session.Execute(code, cellName, thread);
        if (refused.Count == 0 || result.Error is not { Name: "CompilationError" } error) return result;
        var hint = $"From C# cells F# takes values of the types that libraries define; not so: {string.Join(", ", refused)}";
        return result with { Error = error with { Traceback = [.. error.Traceback, hint] } };
    }

    /// <summary>The language of a cell; the line that names it becomes blank.</summary>
    internal ILanguage For(ref string code, string? language = null)
    {
        var end = code.IndexOf('\n', StringComparison.Ordinal);
        var line = code.AsSpan(0, end >= 0 ? end : code.Length).Trim();
        if (line.StartsWith("#!", StringComparison.Ordinal))
        {
            language = line[2..].ToString();
            code = new string(' ', end >= 0 ? end : code.Length) + (end >= 0 ? code[end..] : "");
        }
        return language switch
        {
            "csharp" or "c#" or "C#" or "cs" => _csharp.Value,
            null or "fsharp" or "f#" or "F#" or "fs" or "" => FSharp,
            _ => throw new ArgumentException($"There is no language {language} here: F# (#!fsharp) and C# (#!csharp)."),
        };
    }

    public void Dispose() => _directives.Dispose();
}
