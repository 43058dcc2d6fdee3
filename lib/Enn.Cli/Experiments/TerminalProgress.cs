using Enn.Experiments;
using Enn.Training;
using Spectre.Console;

namespace Enn.Cli;

/// <summary>Progress as bars: one for all runs together, one for each that is going on.</summary>
internal sealed class TerminalProgress(ProgressContext context, IReadOnlyList<PlannedRun> plan) : IRunObserver
{
    private readonly ProgressTask _all = context.AddTask("all runs", maxValue: plan.DistinctBy(run => run.Settings).Sum(run => run.Cost));
    private readonly Dictionary<PlannedRun, ProgressTask> _tasks = [];

    /// <summary>What to say when the bars are gone.</summary>
    internal List<string> Failures { get; } = [];

    public void Started(PlannedRun run, int epochs, bool resumed) => _tasks[run] = context.AddTask(Markup.Escape(run.Label), maxValue: epochs);

    public void Advanced(PlannedRun run, EpochRecord epoch, int done, int epochs)
    {
        _tasks[run].Increment(1);
        _all.Increment(run.Cost / epochs);
        if (epoch.Metrics.TryGetValue("test_accuracy", out var accuracy)) _tasks[run].Description = Markup.Escape($"{run.Label}: {accuracy:0.0000}");
    }

    public void Finished(PlannedRun run, RunRecord record)
    {
        _tasks[run].StopTask();
        AnsiConsole.MarkupLineInterpolated($"{run.Label}: {RunLines.Result(run, record)}, {record.Seconds:0.0} s");
    }

    public void Reused(PlannedRun run, RunRecord record) => _all.Increment(run.Cost);

    public void Interrupted(PlannedRun run) => _tasks[run].StopTask();

    public void Failed(PlannedRun run, Exception cause)
    {
        if (_tasks.TryGetValue(run, out var task)) task.StopTask();
        Failures.Add($"{run.Label}: FAILED: {cause.Message}");
    }
}
