using Enn.Experiments;
using Enn.Training;

namespace Enn.Cli;

/// <summary>Progress in lines of text: start and end of each run, and an epoch now and then.</summary>
internal sealed class PlainProgress(TextWriter output) : IRunObserver
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly Dictionary<PlannedRun, DateTime> _spoke = [];

    /// <summary>Runs that did not end well.</summary>
    internal int Failures { get; private set; }

    public void Started(PlannedRun run, int epochs, bool resumed)
    {
        _spoke[run] = DateTime.UtcNow;
        Say($"{run.Label}: {(resumed ? "resumes" : "starts")}{RunLines.Plan(run)}");
    }

    public void Advanced(PlannedRun run, EpochRecord epoch, int done, int epochs)
    {
        if (DateTime.UtcNow - _spoke[run] < Pause) return;
        _spoke[run] = DateTime.UtcNow;
        Say($"{run.Label}: {RunLines.Progress(run, epoch, done, epochs)}");
    }

    public void Finished(PlannedRun run, RunRecord record) => Say($"{run.Label}: {RunLines.Result(run, record)}, {record.Seconds:0.0} s");
    public void Reused(PlannedRun run, RunRecord record) => Say($"{run.Label}: {RunLines.Result(run, record)} (recorded {record.Finished:yyyy-MM-dd})");
    public void Interrupted(PlannedRun run) => Say($"{run.Label}: interrupted; the same command resumes it");

    public void Failed(PlannedRun run, Exception cause)
    {
        Failures++;
        Say($"{run.Label}: FAILED: {cause.Message}");
    }

    private void Say(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
