using Enn.Training;

namespace Enn.Experiments;

/// <summary>Is told how runs go, from the threads that run them, one call at a time.</summary>
public interface IRunObserver
{
    /// <summary>A run starts or goes on where an earlier sitting left it; <paramref name="resumed"/>; its earlier epochs are reported again.</summary>
    void Started(PlannedRun run, int epochs, bool resumed);

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
