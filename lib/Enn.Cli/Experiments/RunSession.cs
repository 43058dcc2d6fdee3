using Enn.Data;
using Enn.Experiments;
using Spectre.Console;
using static TorchSharp.torch;

namespace Enn.Cli;

/// <summary>Makes the runs of a command with progress on the screen, and says how that went.</summary>
/// <param name="options">What the user chose.</param>
/// <param name="paper">Names the results file.</param>
/// <param name="output">Where text goes.</param>
internal sealed class RunSession(RunOptions options, string paper, TextWriter output)
{
    /// <summary>Runs what is missing of a plan.</summary>
    /// <returns>The complete records, and the number of runs that failed.</returns>
    internal (IReadOnlyDictionary<RunSettings, RunRecord> Records, int Failures) Run(IReadOnlyList<PlannedRun> plan, CancellationToken cancel)
    {
        var store = new RunStore(options.Results ?? Path.Combine(ProjectFolder.Root, "results", paper + ".jsonl"));
        foreach (var problem in store.Read().Problems) output.WriteLine($"ignored: {problem}");
        var concurrency = options.Device.type == TorchSharp.DeviceType.CPU ? options.Jobs ?? Environment.ProcessorCount : 1;
        var executor = new RunExecutor(store, Path.Combine(ProjectFolder.Root, "artifacts", "checkpoints"), options.Device, concurrency);
        if (!Terminal.IsInteractive(output))
        {
            var lines = new PlainProgress(output);
            var records = executor.Run(plan, options.Rerun, lines, cancel);
            output.WriteLine();
            return (records, lines.Failures);
        }
        return AnsiConsole.Progress().AutoClear(true).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            var bars = new TerminalProgress(context, plan);
            var records = executor.Run(plan, options.Rerun, bars, cancel);
            foreach (var failure in bars.Failures) AnsiConsole.MarkupLineInterpolated($"[red]{failure}[/]");
            return (records, bars.Failures.Count);
        });
    }
}
