using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Enn.Notebooks.Execution;

/// <summary>An exception as a reader of the notebook wants it: message, the causes, and the frames of cells and libraries, without the kernel's own.</summary>
internal static partial class StackTraces
{
    private const int MaxFrames = 12;

    internal static CellError Describe(Exception thrown)
    {
        var problem = Unwrap(thrown);
        var lines = new List<string>();
        int? line = null;
        for (var cause = problem; cause is not null; cause = cause.InnerException)
        {
            lines.Add((cause == problem ? "" : "caused by ") + $"{TypeName(cause.GetType())}: {MessageOf(cause)}");
            var frames = Frames(cause).ToList();
            lines.AddRange(frames.Take(MaxFrames));
            if (frames.Count > MaxFrames) lines.Add($"   ... {frames.Count - MaxFrames} more");
            line ??= CellLine(cause);
        }
        return new CellError(TypeName(problem.GetType()), MessageOf(problem), lines, line);
    }

    // An F# exception's message repeats its fields; a message may not be there at all.
    private static string MessageOf(Exception problem) => string.IsNullOrEmpty(problem.Message) ? problem.GetType().Name : problem.Message;

    private static Exception Unwrap(Exception thrown)
    {
        while (thrown is TargetInvocationException or TypeInitializationException or AggregateException { InnerExceptions.Count: 1 } && thrown.InnerException is { } inner) thrown = inner;
        return thrown;
    }

    private static string TypeName(Type type) => Cells().Replace(type.FullName ?? type.Name, "");

    private static int? CellLine(Exception cause)
    {
        var frame = new StackTrace(cause, true).GetFrames().FirstOrDefault(f => IsCell(f.GetFileName()) && f.GetFileLineNumber() > 0);
        return frame?.GetFileLineNumber();
    }

    private static bool IsCell(string? file) => file is not null && CellName().IsMatch(FileName(file));

    // A library may have been built on another system than this one: \ separates folders, too.
    private static string FileName(string file) => file[(file.LastIndexOfAny(['/', '\\']) + 1)..];

    private static IEnumerable<string> Frames(Exception cause)
    {
        foreach (var frame in new StackTrace(cause, true).GetFrames())
        {
            if (frame.GetMethod() is not { DeclaringType: { } type } method) continue;
            if (IsOurs(type)) continue;
            var file = frame.GetFileName();
            var where = file is null ? "" : IsCell(file) ? $" in {FileName(file)}, line {frame.GetFileLineNumber()}" : $" in {FileName(file)}:{frame.GetFileLineNumber()}";
            if (method.Name == "main@" || (IsCell(file) && CellBodies.Any(prefix => type.Name.StartsWith(prefix, StringComparison.Ordinal)))) yield return $"   at the cell{where}";
            else yield return $"   at {Cells().Replace($"{type.FullName?.Replace('+', '.')}.{method.Name}", "")}({string.Join(", ", method.GetParameters().Select(p => p.Name))}){where}";
        }
    }

    private static bool IsOurs(Type type) => type.Assembly == typeof(StackTraces).Assembly
        || type.FullName is { } name && Hidden.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    // Where the compilers put what stands in no function of the cell.
    private static readonly string[] CellBodies = ["<StartupCode$", "<<Initialize>>"];

    private static readonly string[] Hidden =
    [
        "FSharp.Compiler.", "System.RuntimeMethodHandle", "System.Reflection.", "System.Runtime.ControlledExecution", "System.Runtime.ExceptionServices", "System.Runtime.CompilerServices.TaskAwaiter", "System.Runtime.CompilerServices.ConfiguredTaskAwaitable",
        "System.Threading.ExecutionContext", "Internal.Utilities", "Microsoft.CodeAnalysis.Scripting", "System.Environment",
    ];

    [GeneratedRegex(@"FSI_\d+(_\w+)?\.|^<StartupCode\$FSI_\d+>\.|Submission#\d+[+.]")]
    private static partial Regex Cells();

    [GeneratedRegex(@"^In\[\d+\]$")]
    private static partial Regex CellName();
}
