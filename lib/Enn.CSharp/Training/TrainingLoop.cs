using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Enn.Training;

/// <summary>What a loop achieved.</summary>
/// <param name="Complete">Whether all epochs ran.</param>
/// <param name="Epochs">What the epochs measured, those before a resumption included.</param>
/// <param name="Metrics">The final measurements; empty where it was interrupted.</param>
/// <param name="Seconds">Wall time of all sittings together.</param>
public sealed record TrainingOutcome(bool Complete, IReadOnlyList<EpochRecord> Epochs, IReadOnlyDictionary<string, double> Metrics, double Seconds);

/// <summary>
/// Runs a training to its end or until it is cancelled, saving its state at ends of epochs, and continues from such a state to bit for bit the same result
/// as without the interruption.
/// </summary>
/// <param name="checkpointFile">Where the state is kept until the training is complete; null keeps none.</param>
/// <param name="saveEvery">The least time between two savings: an epoch that ends sooner is not saved unless the loop is being cancelled.</param>
public sealed class TrainingLoop(string? checkpointFile, TimeSpan saveEvery)
{
    private const string History = "history";
    private const string Elapsed = "elapsed";

    /// <summary>Runs what remains.</summary>
    /// <param name="process">The training, at its start.</param>
    /// <param name="ended">Told of each epoch as it ends, and of those of former sittings when they are resumed.</param>
    /// <param name="cancel">Ends the loop; the state of the last saved epoch stays on disk.</param>
    public TrainingOutcome Run(IEpochProcess process, Action<EpochRecord>? ended = null, CancellationToken cancel = default)
    {
        var (epochs, former) = Resume(process);
        foreach (var epoch in epochs) ended?.Invoke(epoch);
        var watch = Stopwatch.StartNew();
        var sinceSaved = Stopwatch.StartNew();
        while (epochs.Count < process.Epochs)
        {
            var start = watch.Elapsed;
            try
            {
                cancel.ThrowIfCancellationRequested();
                var record = process.Run(epochs.Count, cancel);
                epochs.Add(record with { Seconds = (watch.Elapsed - start).TotalSeconds });
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return new TrainingOutcome(false, epochs, new Dictionary<string, double>(), former + watch.Elapsed.TotalSeconds);
            }
            ended?.Invoke(epochs[^1]);
            if (checkpointFile is not null && (cancel.IsCancellationRequested || sinceSaved.Elapsed >= saveEvery))
            {
                Save(process, epochs, former + watch.Elapsed.TotalSeconds);
                sinceSaved.Restart();
            }
        }
        return new TrainingOutcome(true, epochs, process.Finish(), former + watch.Elapsed.TotalSeconds);
    }

    /// <summary>Whether there is a saved state to go on from.</summary>
    public bool Saved => File.Exists(checkpointFile);

    /// <summary>Removes the saved state, once its result is recorded.</summary>
    public void Forget()
    {
        if (Saved) File.Delete(checkpointFile!);
    }

    private void Save(IEpochProcess process, List<EpochRecord> epochs, double seconds)
    {
        using var state = process.Save();
        var values = new Dictionary<string, string>(state.Values)
        {
            [History] = new JsonArray([.. epochs.Select(MetricsJson.Write)]).ToJsonString(),
            [Elapsed] = seconds.ToString("R"),
        };
        new Checkpoint(state.Tensors, values).Write(checkpointFile!);
    }

    private (List<EpochRecord> Epochs, double Seconds) Resume(IEpochProcess process)
    {
        if (checkpointFile is null || !Saved) return ([], 0);
        using var state = Checkpoint.Read(checkpointFile);
        if (!state.Values.TryGetValue(History, out var history) || !state.Values.TryGetValue(Elapsed, out var elapsed))
            throw new InvalidDataException($"{checkpointFile}: not the state of a training (it lacks '{History}' or '{Elapsed}'). Delete it to start again.");
        List<EpochRecord> epochs = [.. JsonNode.Parse(history)!.AsArray().Select(epoch => MetricsJson.ReadEpoch(epoch!))];
        process.Restore(state, epochs.Count);
        return (epochs, double.Parse(elapsed));
    }
}
