using Enn.Notebooks.Execution;
using FSharp.Compiler.Tokenization;
using Microsoft.FSharp.Core;

namespace Enn.Notebooks.FSharp;

/// <summary>Names that go from and to the cells of the other language.</summary>
internal sealed partial class FSharpSession : ISharedNames
{
    private readonly Dictionary<string, object> _taken = [];

    public IEnumerable<(string Name, object Value)> Values() => _session.GetBoundValues()
        .Where(v => v.Value.ReflectionValue is not null && (!_taken.TryGetValue(v.Name, out var taken) || !ReferenceEquals(taken, v.Value.ReflectionValue)))
        .Reverse().DistinctBy(v => v.Name).Select(v => (v.Name, v.Value.ReflectionValue!));

    /// <summary>Binds the values of the other language that a cell names and F# has not defined itself.</summary>
    /// <returns>Those that F# cannot take: their types are defined in cells.</returns>
    internal IReadOnlyList<string> Take(string code, IEnumerable<(string Name, object Value)> offered)
    {
        var names = new HashSet<string>(Identifiers(code));
        var refused = new List<string>();
        foreach (var (name, value) in offered.Where(o => names.Contains(o.Name)))
        {
            if (_taken.TryGetValue(name, out var taken) ? ReferenceEquals(taken, value) : _session.TryFindBoundValue(name) is not null) continue;
            try
            {
                _session.AddBoundValue(name, value);
                _taken[name] = value;
            }
            catch (InvalidOperationException)
            {
                // Perhaps the cell means something else by the name: whether that matters, its compilation tells.
                refused.Add(name);
            }
        }
        return refused;
    }

    private static IEnumerable<string> Identifiers(string code)
    {
        var tokenizer = new FSharpSourceTokenizer(FSharpList.Empty<string>(), FSharpOption<string>.Some("cell.fsx"), null);
        var state = FSharpTokenizerLexState.Initial;
        foreach (var line in code.Split('\n'))
        {
            var lexer = tokenizer.CreateLineTokenizer(line);
            while (true)
            {
                var (token, next) = lexer.ScanToken(state);
                state = next;
                if (token is null) break;
                if (token.Value.TokenName == "IDENT") yield return line[token.Value.LeftColumn..(token.Value.RightColumn + 1)];
            }
        }
    }
}
