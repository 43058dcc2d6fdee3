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
    /// <returns>The complete records of the plan and all others of the results file, and the number of runs that failed.</returns>
    /// <exception cref="CliException">The results file would be in a folder that is not there.</exception>
    internal (IReadOnlyDictionary<RunSettings, RunRecord> Records, int Failures) Run(IReadOnlyList<PlannedRun> plan, CancellationToken cancel)
    {
        plan = RunLabels.Distinct(plan);
        var store = new RunStore(options.Results ?? Path.Combine(ProjectFolder.Root, "results", paper + ".jsonl"));
        if (Directory.Exists(store.FilePath)) throw new CliException($"{store.FilePath} is a folder, not a file for the results");
        if (Path.GetDirectoryName(Path.GetFullPath(store.FilePath)) is { } folder && options.Results is not null && !Directory.Exists(folder))
            throw new CliException($"there is no folder {folder} for the results: make it first, or choose another with --results");
        var others = store.Complete();
        var missing = plan.Where(run => !run.OnlyRecorded && (options.Rerun || !others.ContainsKey(run.Settings))).DistinctBy(run => run.Settings).Count();
        foreach (var run in plan) others.Remove(run.Settings);
        foreach (var problem in store.Read().Problems) output.WriteLine($"ignored: {problem}");
        var concurrency = options.Device.type == TorchSharp.DeviceType.CPU ? options.Jobs ?? Environment.ProcessorCount : 1;
        if (missing > 0) output.WriteLine($"{missing} of {plan.DistinctBy(run => run.Settings).Count()} runs are made now and added to {Path.GetRelativePath(Environment.CurrentDirectory, store.FilePath)}; Ctrl-C keeps what is done, and the same command goes on.");
        var executor = new RunExecutor(store, Path.Combine(ProjectFolder.Root, "artifacts", "checkpoints"), options.Device, concurrency);
        if (!Terminal.IsInteractive(output))
        {
            var lines = new PlainProgress(output);
            var records = executor.Run(plan, options.Rerun, lines, cancel);
            output.WriteLine();
            return (With(records), lines.Failures);
        }
        return AnsiConsole.Progress().AutoClear(true).Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            var bars = new TerminalProgress(context, plan);
            var records = executor.Run(plan, options.Rerun, bars, cancel);
            foreach (var failure in bars.Failures) AnsiConsole.MarkupLineInterpolated($"[red]{failure}[/]");
            return (With(records), bars.Failures.Count);
        });

        Dictionary<RunSettings, RunRecord> With(IReadOnlyDictionary<RunSettings, RunRecord> records)
        {
            foreach (var (settings, record) in records) others[settings] = record;
            return others;
        }
    }
}
