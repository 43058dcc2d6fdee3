using System.CommandLine;
using Enn.Benchmarks;

var names = new Argument<string[]>("names") { Description = "Benchmarks to run, by name or the start of a name; all without any.", Arity = ArgumentArity.ZeroOrMore };
var json = new Option<bool>("--json") { Description = "One JSON object a line instead of the table." };
var check = new Option<bool>("--check") { Description = "Exit 1 if a goal does not hold." };
var list = new Option<bool>("--list") { Description = "Show the benchmarks and their goals, run nothing." };
var threads = new Option<int[]>("--threads") { Description = "Thread counts to compare at.", DefaultValueFactory = _ => [1, 2], AllowMultipleArgumentsPerToken = true };
var rounds = new Option<int?>("--rounds") { Description = "Rounds a side, in place of each benchmark's own number." };

threads.Validators.Add(result =>
{
    if (result.Tokens.Any(t => !int.TryParse(t.Value, out var n) || n < 1 || n > Environment.ProcessorCount)) result.AddError($"--threads takes numbers from 1 to {Environment.ProcessorCount}, the cores here");
});
rounds.Validators.Add(result =>
{
    if (result.Tokens.Any(t => !int.TryParse(t.Value, out var n) || n < 1)) result.AddError("--rounds takes a number from 1");
});

var root = new RootCommand("Timings side by side with Python PyTorch: medians of alternating rounds.") { names, json, check, list, threads, rounds };
root.SetAction(parsed =>
{
    var chosen = Catalogue.Choose(parsed.GetValue(names) ?? []);
    if (parsed.GetValue(list))
    {
        foreach (var benchmark in chosen) Console.WriteLine($"{benchmark.Name,-24}{benchmark.What}");
        return 0;
    }
    Peer.EnsureInstalled(chosen.Any(benchmark => benchmark.NeedsTorchvision));
    foreach (var benchmark in chosen) benchmark.Prepare?.Invoke();
    var report = new Report(Console.Out, parsed.GetValue(json));
    foreach (var benchmark in chosen)
        foreach (var count in benchmark.ThreadCounts(parsed.GetValue(threads)!))
            foreach (var comparison in Driver.Compare(benchmark, count, parsed.GetValue(rounds) ?? benchmark.Rounds)) report.Add(comparison);
    return parsed.GetValue(check) && report.GoalsMissed > 0 ? 1 : 0;
});

var workload = new Argument<string>("benchmark");
var workerThreads = new Argument<int>("threads");
var worker = new Command("worker", "One side of a comparison, driven over standard input.") { workload, workerThreads };
worker.Hidden = true;
worker.SetAction(parsed => Worker.Serve(Catalogue.Find(parsed.GetValue(workload)!), parsed.GetValue(workerThreads), Console.In, Console.Out));
root.Subcommands.Add(worker);

try
{
    return root.Parse(args).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (BenchmarkException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
