using Enn.Notebooks.Execution;
using FSharp.Compiler.Diagnostics;
using FSharp.Compiler.Interactive;
using Microsoft.FSharp.Core;

namespace Enn.Notebooks.FSharp;

/// <summary>F# cells: one session of the F# compiler in this process.</summary>
internal sealed partial class FSharpSession : ILanguage
{
    private readonly Shell.FsiEvaluationSession _session;
    private readonly Directives _directives;
    private UserCode? _running;

    internal FSharpSession(Directives directives)
    {
        _directives = directives;
        // --usesdkrefs-: compile against the assemblies that run; with reference assemblies, values handed in have types that do not unify.
        // --noninteractive: the compiler must not enter ControlledExecution itself, which does not nest.
        string[] arguments =
        [
            "fsi", "--noninteractive", "--nologo", "--quiet", "--gui-", "--readline-", "--usesdkrefs-", "--shadowcopyreferences-", "--nowarn:3370",
            .. directives.InitialReferences.Select(file => "-r:" + file),
        ];
        _session = Shell.FsiEvaluationSession.Create(
            Shell.FsiEvaluationSession.GetDefaultConfiguration(), arguments, TextReader.Null, TextWriter.Null, TextWriter.Null, FSharpOption<bool>.Some(false), null);
        AppDomain.CurrentDomain.AssemblyLoad += OnAssemblyLoad;
        Evaluate("open Enn.Notebooks\nopen type Enn.Notebooks.Notebook", "startup");
    }

    // The last thing before a cell's code runs is the load of what the compiler made of it.
    private void OnAssemblyLoad(object? sender, AssemblyLoadEventArgs loaded)
    {
        if (_running is { } running && loaded.LoadedAssembly.GetName().Name?.StartsWith("FSI-ASSEMBLY", StringComparison.Ordinal) == true) running.Enter();
    }

    public CellResult Execute(string code, string cellName, UserCode thread)
    {
        _running = thread;
        try
        {
            var warnings = "";
            var last = CellResult.Nothing;
            foreach (var fragment in FSharpFragments.Split(_directives.Resolve(code, "@")))
            {
                last = Evaluate(fragment, cellName);
                thread.Leave();
                warnings += last.Warnings;
                if (last.Error is not null) break;
            }
            return last with { Warnings = warnings };
        }
        catch (DirectiveException e)
        {
            return CellResult.Failed(new CellError("CompilationError", e.Message, [$"{cellName}, line {e.Line}: {e.Message}"], e.Line));
        }
        finally
        {
            _running = null;
        }
    }

    private CellResult Evaluate(string code, string cellName)
    {
        // The end mark: at a bare end of text the parser would forgive an unfinished construct, and run nothing.
        var (outcome, diagnostics) = _session.EvalInteractionNonThrowing(code + "\n;;", cellName, null);
        if (IsUntypedException(diagnostics))
        {
            // `failwith "x"` alone has no type to infer; as a statement it has.
            (outcome, diagnostics) = _session.EvalInteractionNonThrowing(code + "\n |> ignore<obj>\n;;", cellName, null);
        }
        // A text that does not parse may come back as success without a value: any error among the diagnostics is a failure.
        var errors = diagnostics.Where(d => d.Severity.IsError).ToArray();
        var warnings = string.Concat(diagnostics.Where(d => d.Severity.IsWarning).Select(d => FSharpDiagnostics.Line(d, cellName) + "\n").Distinct());
        if (errors.Length > 0) return CellResult.Failed(FSharpDiagnostics.Error(errors, cellName, code)) with { Warnings = warnings };
        if (outcome is FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice2Of2 failed)
            return CellResult.Failed(StackTraces.Describe(failed.Item)) with { Warnings = warnings };
        var value = outcome is FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice1Of2 done ? done.Item?.Value : null;
        return value is null || value.ReflectionType == typeof(Unit)
            ? CellResult.Nothing with { Warnings = warnings }
            : new CellResult(true, value.ReflectionValue, value.ReflectionType, null, warnings);
    }

    private static bool IsUntypedException(FSharpDiagnostic[] diagnostics)
    {
        var errors = diagnostics.Where(d => d.Severity.IsError).ToArray();
        return errors.Length == 1 && errors[0].ErrorNumber == 30 && errors[0].Message.Contains("'it'", StringComparison.Ordinal);
    }

    /// <summary>A value in the notation of F#, abbreviated where it is long.</summary>
    internal string Print(object? value, Type type) => _session.FormatValue(value!, type);
}
