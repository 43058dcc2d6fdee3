using Enn.Training;

namespace Enn.Experiments;

/// <summary>A run that a table needs.</summary>
/// <param name="Settings">What decides its result.</param>
/// <param name="Label">What progress calls it.</param>
/// <param name="EpochsRun">Epochs that will run; a fraction where the last is cut short.</param>
/// <param name="EpochsProtocol">Epochs that the paper's protocol asks for.</param>
/// <param name="Cost">How long it takes compared with others; the dearest start first.</param>
/// <param name="Start">Makes the training, on the thread that will run it.</param>
public sealed record PlannedRun(RunSettings Settings, string Label, double EpochsRun, double EpochsProtocol, double Cost, Func<IEpochProcess> Start);

/// <summary>Is told how runs go, from the threads that run them, one call at a time.</summary>
public interface IRunObserver
{
    /// <summary>A run starts or goes on where an earlier sitting left it; its earlier epochs are reported again.</summary>
    void Started(PlannedRun run, int epochs);

    /// <summary>An epoch ended.</summary>
    void Advanced(PlannedRun run, EpochRecord epoch, int done, int epochs);

    /// <summary>A run is complete.</summary>
    void Finished(PlannedRun run, RunRecord record);

    /// <summary>A run had been recorded before.</summary>
    void Reused(PlannedRun run, RunRecord record);

    /// <summary>A run was interrupted and goes on from its checkpoint next time.</summary>
    void Interrupted(PlannedRun run);

    /// <summary>A run failed; the others go on.</summary>
    void Failed(PlannedRun run, Exception cause);
}
