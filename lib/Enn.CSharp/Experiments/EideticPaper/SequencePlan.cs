namespace Enn.Experiments.EideticPaper;

/// <summary>Turns choices into runs with an identity.</summary>
public static class SequencePlan
{
    // Part of every run's identity: to be raised when a change of this code changes results.
    private const string Revision = "2";

    // Where patience alone ends a task's training, what progress reckons with.
    private const int UsualEpochs = 100;

    /// <summary>Runs with seeds 0 to <paramref name="seeds"/> - 1.</summary>
    public static IReadOnlyList<PlannedRun> Create(SequenceChoice choice, int seeds, LoadedData data) => [.. Enumerable.Range(0, seeds).Select(seed => Create(choice, (long)seed, data))];

    private static PlannedRun Create(SequenceChoice choice, long seed, LoadedData data)
    {
        var set = TaskSet.Named(choice.TaskSet);
        var settings = new RunSettings(
        [
            new("paper", "eidetic"), new("revision", Revision), .. choice.Settings(), new("dtype", "float32"), new("device", data.Device.type.ToString().ToLowerInvariant()), new("seed", $"{seed}"),
        ]);
        var tasks = choice.Tasks ?? set.Tasks;
        var epochs = tasks * (choice.MaxEpochs ?? UsualEpochs);
        var how = choice.Method == SequenceMethod.Eidetic ? $" {choice.Criterion}{(choice.Transfer ? "" : ", no transfer")}" : "";
        return new PlannedRun(settings, $"{settings["method"]}{how} {choice.TaskSet} seed {seed}", epochs, epochs, epochs * choice.Share * (choice.Method == SequenceMethod.Eidetic ? 3 : 1),
            () => new SequenceProcess(choice, set.Load(choice, data, seed), set.Shape, seed, data.Device))
        {
            Headline = SequenceProcess.MeanAccuracy,
            Unit = "task",
            EpochsMetric = SequenceProcess.Passes,
            // Dropout draws from the process's generator.
            Exclusive = choice.Network.Dropout > 0,
        };
    }
}
