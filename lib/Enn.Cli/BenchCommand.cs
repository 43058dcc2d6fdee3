using System.CommandLine;

namespace Enn.Cli;

/// <summary>./enn bench: the benchmarks project beside Python PyTorch; it keeps its own process, so that neither side's timings see this one.</summary>
internal static class BenchCommand
{
    private const string Project = "Enn.Benchmarks";

    internal static Command Create()
    {
        var names = new Argument<string[]>("names") { Description = "Benchmarks to run, by name or the start of a name; all without any.", Arity = ArgumentArity.ZeroOrMore };
        var json = new Option<bool>("--json") { Description = "One JSON object a line instead of the table." };
        var check = new Option<bool>("--check") { Description = "Exit status 1 if a goal does not hold." };
        var list = new Option<bool>("--list") { Description = "Show the benchmarks, run nothing." };
        var threads = new Option<int[]>("--threads") { Description = "Thread counts to compare at (1 and 2 by default).", HelpName = "count", AllowMultipleArgumentsPerToken = true };
        var rounds = new Option<int?>("--rounds") { Description = "Rounds a side, in place of each benchmark's own number.", HelpName = "count" };
        var command = new Command("bench", "Time this library beside Debian's python3-torch: one line a benchmark with name, ours, peer, ratio = peer/ours, goal, holds.")
        {
            names, json, check, list, threads, rounds,
        };
        command.SetAction((result, cancel) =>
        {
            List<string> passed = [.. result.GetValue(names) ?? []];
            foreach (var flag in new[] { json, check, list })
                if (result.GetValue(flag)) passed.Add(flag.Name);
            if (result.GetValue(threads) is { Length: > 0 } counts) passed.AddRange([threads.Name, .. counts.Select(c => c.ToString())]);
            if (result.GetValue(rounds) is { } number) passed.AddRange([rounds.Name, number.ToString()]);
            return RunAsync(passed, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(List<string> arguments, CancellationToken cancel)
    {
        var program = Repository.Below("artifacts", "bin", Project, "release", Project + ".dll");
        if (!File.Exists(program)) throw new CliException($"{program} is not there: start the benchmarks with ./enn bench, which builds them");
        return await Subprocess.RunAttachedAsync("dotnet", [program, .. arguments], cancel);
    }
}
