using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Enn.Cli;

/// <summary>./enn test: every test project of the solution, one closing line for all.</summary>
internal static partial class TestCommand
{
    internal static Command Create()
    {
        var projects = new Argument<string[]>("project")
        {
            Description = "Only the test projects whose names contain one of these words (default: all).",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var filter = new Option<string?>("--filter") { Description = "Only the tests that this `dotnet test` filter selects, as in FullyQualifiedName~Dispatcher." };
        var command = new Command("test", "Run all tests. Failures are shown as they come; the last line is `N passed, N failed`; exit status 0 only if none failed.")
        {
            projects, filter,
        };
        command.SetAction((result, cancel) => RunAsync(result.GetValue(projects) ?? [], result.GetValue(filter), result.InvocationConfiguration.Output, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] words, string? filter, TextWriter output, CancellationToken cancel)
    {
        var all = Projects(File.ReadAllText(Repository.Below("Notebooks.sln"))).ToArray();
        var chosen = all.Where(p => words.Length == 0 || words.Any(w => p.Contains(w, StringComparison.OrdinalIgnoreCase))).ToArray();
        if (chosen.Length == 0) throw new CliException($"no test project is named like {string.Join(", ", words)}; there are {string.Join(", ", all)}");
        var total = default(TestTally);
        foreach (var project in chosen)
        {
            var clock = Stopwatch.StartNew();
            var tally = await RunProjectAsync(project, filter, output, cancel);
            output.WriteLine($"{project}: {tally.Passed + tally.Failed} tests, {clock.Elapsed.TotalSeconds:0.0} s{(tally.Failed > 0 ? ", FAILED" : "")}");
            output.Flush();
            total += tally;
        }
        if (total.Passed + total.Failed == 0) output.WriteLine("No test ran.");
        output.WriteLine(total);
        return total.Holds ? CommandLine.Success : CommandLine.CheckFailed;
    }

    /// <summary>The names of the test projects in a solution file.</summary>
    internal static IEnumerable<string> Projects(string solution) => TestProject().Matches(solution).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("""= "([^"]+\.Tests)",""")]
    private static partial Regex TestProject();

    private static async Task<TestTally> RunProjectAsync(string project, string? filter, TextWriter output, CancellationToken cancel)
    {
        var assembly = Repository.Below("artifacts", "bin", project, "release", project + ".dll");
        if (!File.Exists(assembly)) throw new CliException($"{assembly} is not there: start the tests with ./enn test, which builds them");
        var results = Directory.CreateDirectory(Repository.Below("artifacts", "test-results")).FullName;
        var trx = Path.Combine(results, project + ".trx");
        File.Delete(trx);
        string[] arguments =
        [
            "test", assembly, "--results-directory", results, "--logger", $"trx;LogFileName={project}.trx", "--logger", "console;verbosity=minimal",
            .. filter is null ? Array.Empty<string>() : ["--filter", filter],
        ];
        var status = await Subprocess.RunAsync("dotnet", arguments, line =>
        {
            if (IsChatter(line)) return;
            output.WriteLine(line);
            output.Flush();
        }, cancel, TestEnvironment());
        var tally = TestTally.Read(trx, status);
        if (tally.Failed > 0 && !File.Exists(trx)) output.WriteLine($"{project}: the test run ended with status {status} and left no results");
        return tally;
    }

    // xunit already runs one test class per core: one libtorch thread each, and none that spins.
    private static Dictionary<string, string> TestEnvironment() => new[] { ("OMP_NUM_THREADS", "1"), ("OMP_WAIT_POLICY", "passive") }
        .Where(v => Environment.GetEnvironmentVariable(v.Item1) is not { Length: > 0 }).ToDictionary(v => v.Item1, v => v.Item2);

    /// <summary>A line of `dotnet test` that says nothing about a test.</summary>
    internal static bool IsChatter(string line) =>
        line.Length == 0 || Chatter.Any(line.StartsWith) || (line.StartsWith("[xUnit.net ", StringComparison.Ordinal) && Announcements.Any(line.EndsWith));

    // The console logger says the same again, with the message.
    private static readonly string[] Announcements = ["[FAIL]", "[SKIP]"];

    private static readonly string[] Chatter =
    [
        "Test run for ", "VSTest version ", "Microsoft (R) Test Execution", "Copyright (c) Microsoft", "Starting test execution", "A total of ", "Results File:",
        "Passed!  -", "Failed!  -", "Skipped! -", "No test matches the given testcase filter", "No test is available in",
        "Additionally, path to test adapters",
    ];
}
