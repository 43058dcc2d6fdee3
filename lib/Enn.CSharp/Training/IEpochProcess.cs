namespace Enn.Training;

/// <summary>A training that advances an epoch at a time and whose whole state between epochs can be saved: what <see cref="TrainingLoop"/> drives.</summary>
public interface IEpochProcess : IDisposable
{
    /// <summary>Epochs from start to end, all phases together.</summary>
    int Epochs { get; }

    /// <summary>Runs the next epoch.</summary>
    /// <param name="epoch">Which one, counted from 0 over all phases.</param>
    /// <param name="cancel">Ends it early; the process is then in no state to go on or to be saved.</param>
    /// <returns>What it measured. <see cref="EpochRecord.Seconds"/> is filled in by the loop.</returns>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    EpochRecord Run(int epoch, CancellationToken cancel);

    /// <summary>The state after the epochs so far: weights, optimiser, random streams, carried measurements. Copies, not views.</summary>
    Checkpoint Save();

    /// <summary>Continues from a saved state.</summary>
    /// <param name="checkpoint">What <see cref="Save"/> gave.</param>
    /// <param name="epoch">The number of epochs that had run.</param>
    void Restore(Checkpoint checkpoint, int epoch);

    /// <summary>The final measurements, after the last epoch.</summary>
    IReadOnlyDictionary<string, double> Finish();
}
