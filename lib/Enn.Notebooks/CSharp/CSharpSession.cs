using Enn.Notebooks.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Enn.Notebooks.CSharp;

/// <summary>C# cells: a chain of script submissions, each of which sees the names of those before it.</summary>
internal sealed class CSharpSession : ILanguage
{
    private static readonly string[] Imports =
    [
        "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks",
    ];

    private readonly Directives _directives;
    private readonly ISharedNames _shared;
    private readonly HashSet<string> _handedOver = [];
    private ScriptState<object>? _state;
    private ScriptOptions _options;
    private int _referred;

    internal CSharpSession(Directives directives, ISharedNames shared)
    {
        (_directives, _shared) = (directives, shared);
        var runtime = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator).Where(IsRuntime);
        _options = ScriptOptions.Default.WithImports(Imports).WithLanguageVersion(LanguageVersion.Latest).WithEmitDebugInformation(true).WithFileEncoding(System.Text.Encoding.UTF8)
            .WithReferences(runtime.Concat(directives.InitialReferences).Append(typeof(Microsoft.FSharp.Core.Unit).Assembly.Location).Select(file => MetadataReference.CreateFromFile(file)));
    }

    private static bool IsRuntime(string file) => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "Microsoft.CSharp.dll")
        && Path.GetDirectoryName(file) == Path.GetDirectoryName(typeof(object).Assembly.Location);

    /// <summary>The variables of C# cells: the newest of each name.</summary>
    internal IEnumerable<(string Name, object Value)> Values() => (_state?.Variables ?? []).Where(v => v.Value is not null).GroupBy(v => v.Name).Select(g => (g.Key, g.Last().Value));

    public CellResult Execute(string code, string cellName, UserCode thread)
    {
        try
        {
            code = _directives.Resolve(code, "");
            AddReferences();
            HandOver(code);
            var script = Submission(code, _options.WithFilePath(cellName));
            // Compiled first, so that the thread can be stopped only in the cell's own code.
            var diagnostics = script.Compile();
            var errors = diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
            var warnings = string.Concat(diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning).Select(d => CSharpDiagnostics.Line(d, cellName) + "\n"));
            if (errors.Length > 0) return CellResult.Failed(CSharpDiagnostics.Error(errors, cellName, code)) with { Warnings = warnings };
            return Run(script, thread) with { Warnings = warnings };
        }
        catch (DirectiveException e)
        {
            return CellResult.Failed(new CellError("CompilationError", e.Message, [$"{cellName}, line {e.Line}: {e.Message}"], e.Line));
        }
        catch (CompilationErrorException e)
        {
            return CellResult.Failed(CSharpDiagnostics.Error(e.Diagnostics, cellName, code));
        }
    }

    private Script<object> Submission(string code, ScriptOptions options) =>
        _state is null ? CSharpScript.Create<object>(code, options) : _state.Script.ContinueWith<object>(code, options);

    private CellResult Run(Script<object> script, UserCode thread)
    {
        thread.Enter();
        try
        {
            var running = _state is null ? script.RunAsync(catchException: _ => true) : script.RunFromAsync(_state, catchException: _ => true);
            var state = running.GetAwaiter().GetResult();
            thread.Leave();
            // What a failing cell had defined before it failed stays, too.
            _state = state;
            if (state.Exception is { } problem) return CellResult.Failed(StackTraces.Describe(problem));
            return state.ReturnValue is null ? CellResult.Nothing : new CellResult(true, state.ReturnValue, state.ReturnValue.GetType(), null);
        }
        finally
        {
            thread.Leave();
        }
    }

    // What cells of either language have referred to since the last look.
    private void AddReferences()
    {
        _options = _options.AddReferences(_directives.References.Skip(_referred).Select(file => MetadataReference.CreateFromFile(file)));
        _referred = _directives.References.Count;
    }

    // Names that the cell uses, that C# does not know (or only from F#), and that F# knows.
    private void HandOver(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script));
        var used = tree.GetRoot().DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText).ToHashSet();
        var own = (_state?.Variables ?? []).Select(v => v.Name).Where(name => !_handedOver.Contains(name)).ToHashSet();
        var wanted = _shared.Values().Where(v => used.Contains(v.Name) && !own.Contains(v.Name)).DistinctBy(v => v.Name).ToArray();
        if (wanted.Length == 0) return;
        CellBag.Values = wanted.ToDictionary(v => v.Name, v => v.Value);
        var lines = wanted.Select(v => $"var @{v.Name} = ({CSharpTypeNames.Of(v.Value.GetType())})Enn.Notebooks.CellBag.Values[\"{v.Name}\"];");
        var declaration = string.Join('\n', lines);
        _state = _state is null ? CSharpScript.RunAsync<object>(declaration, _options).GetAwaiter().GetResult() : _state.ContinueWithAsync<object>(declaration, _options).GetAwaiter().GetResult();
        foreach (var (name, _) in wanted) _handedOver.Add(name);
    }

    public string Completeness(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script));
        if (!SyntaxFactory.IsCompleteSubmission(tree)) return "incomplete";
        return tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete";
    }

    public Completions Complete(string code, int cursor)
    {
        var start = cursor;
        while (start > 0 && (char.IsLetterOrDigit(code[start - 1]) || code[start - 1] == '_')) start--;
        var prefix = code[start..cursor];
        var (model, tree) = Analyse(code);
        ITypeSymbol? container = null;
        INamespaceOrTypeSymbol? scope = null;
        if (start > 0 && code[start - 1] == '.' && tree.GetRoot().FindToken(Math.Max(0, start - 2)).Parent is { } before)
        {
            container = model.GetTypeInfo(before).Type;
            if (model.GetSymbolInfo(before).Symbol is INamespaceOrTypeSymbol named) scope = named;
        }
        var symbols = scope is not null ? model.LookupStaticMembers(start, scope) is { IsEmpty: false } statics ? statics : model.LookupNamespacesAndTypes(start, scope)
            : model.LookupSymbols(start, container, includeReducedExtensionMethods: true);
        var names = symbols.Where(s => s.CanBeReferencedByName && s.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Select(s => s.Name).Distinct().Order(StringComparer.Ordinal).ToArray();
        return new Completions(names, start, cursor);
    }

    public string? Inspect(string code, int cursor)
    {
        var (model, tree) = Analyse(code);
        var node = tree.GetRoot().FindToken(Math.Clamp(cursor > 0 ? cursor - 1 : 0, 0, Math.Max(0, code.Length - 1))).Parent;
        if (node is null) return null;
        var symbol = model.GetSymbolInfo(node) is var info && info.Symbol is { } one ? one : info.CandidateSymbols.FirstOrDefault() ?? model.GetDeclaredSymbol(node);
        if (symbol is null) return null;
        var documentation = symbol.GetDocumentationCommentId() is { } id && symbol.ContainingAssembly is { } assembly ? FSharp.XmlDocumentation.Lookup(FileOf(assembly.Name), id) : "";
        return symbol.ToDisplayString() + (documentation.Length > 0 ? "\n\n" + documentation : "");
    }

    private static string FileOf(string assembly) => AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => !a.IsDynamic && a.GetName().Name == assembly)?.Location is { Length: > 0 } file
        ? file : Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

    private (SemanticModel Model, SyntaxTree Tree) Analyse(string code)
    {
        AddReferences();
        var compilation = Submission(code, _options).GetCompilation();
        var tree = compilation.SyntaxTrees.Single();
        return (compilation.GetSemanticModel(tree), tree);
    }
}
