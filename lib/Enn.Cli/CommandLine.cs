using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Enn.Cli;

/// <summary>The command tree behind ./enn, and what every command shares: error messages and exit statuses.</summary>
internal static class CommandLine
{
    /// <summary>The command did what it was asked.</summary>
    internal const int Success = 0;

    /// <summary>The command ran, and what it checked does not hold: a failing test, case or benchmark.</summary>
    internal const int CheckFailed = 1;

    /// <summary>The command could not run: wrong arguments, missing or corrupt files.</summary>
    internal const int CannotRun = 2;

    /// <summary>All commands.</summary>
    internal static Command Create()
    {
        var root = new Command("./enn", "Structured neural networks from five papers: their experiments, tests and benchmarks.")
        {
            new HelpOption { Recursive = true },
            new VersionOption(),
            ReproduceCommand.Create(),
            RunCommand.Create(),
            ConformanceCommand.Create(),
            TestCommand.Create(),
            BenchCommand.Create(),
            WeightsCommand.Create(),
            BundleCommand.Create(),
            NotebooksCommand.Create(),
            ReportCommand.Create(),
            LabCommand.Create(),
            KernelCommand.Create(),
            DataCommand.Create(),
        };
        root.SetAction(result => root.Parse("--help").Invoke(result.InvocationConfiguration));
        return root;
    }

    /// <summary>Runs one command line; what goes wrong is one line on <paramref name="error"/>.</summary>
    /// <returns>0, 1 or 2: <see cref="Success"/>, <see cref="CheckFailed"/>, <see cref="CannotRun"/>.</returns>
    internal static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var parsed = Create().Parse(arguments);
        var problems = Problems(parsed).ToArray();
        if (problems.Length > 0)
        {
            foreach (var problem in problems) error.WriteLine($"enn: {problem}");
            error.WriteLine($"Try: {string.Join(' ', CommandPath(parsed.CommandResult))} --help");
            return CannotRun;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception problem) when (IsForTheUser(Cause(problem)))
        {
            error.WriteLine($"enn: {Cause(problem).Message}");
            return CannotRun;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("enn: interrupted");
            return 130;
        }
    }

    private static IEnumerable<string> CommandPath(CommandResult command) =>
        command.Parent is CommandResult parent ? CommandPath(parent).Append(command.Command.Name) : [command.Command.Name];

    // An unknown option would pass for a positional argument where a command takes any number of those.
    private static IEnumerable<string> Problems(ParseResult parsed) => UnknownCommand(parsed) is { } unknown ? [unknown] : parsed.Errors.Select(e => e.Message).Concat(
        parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Where(t => t.Value.StartsWith('-')).Select(t => $"Unrecognized option '{t.Value}'."));

    private static string? UnknownCommand(ParseResult parsed) =>
        parsed.CommandResult.Command is { Subcommands.Count: > 0, Arguments.Count: 0 } command && parsed.UnmatchedTokens is [var first, ..] && !first.StartsWith('-')
            ? $"{string.Join(' ', CommandPath(parsed.CommandResult))} has no '{first}': choose {string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}" : null;

    // The native layer loads in a static constructor: what went wrong there comes wrapped.
    private static Exception Cause(Exception problem) => problem is TypeInitializationException { InnerException: { } inner } ? Cause(inner) : problem;

    // What files, arguments and the machine do wrong is told in one line; anything else is a defect of ours and keeps its stack trace.
    private static bool IsForTheUser(Exception problem) =>
        problem is CliException or IOException or UnauthorizedAccessException or InvalidDataException or DllNotFoundException or Enn.Conformance.ConformanceException or TorchSharp.TorchException;
}
