namespace Enn.Experiments.WhiteningPaper;

/// <summary>Turns a norm, a network and a schedule into a run with an identity.</summary>
public static class TrainingPlan
{
    // Part of every run's identity: to be raised when a change of this code changes results.
    internal const string Revision = "1";

    // The quick profile measures often and on few images.
    private const int QuickTestImages = 1_000;

    /// <summary>A run.</summary>
    /// <param name="norm">The norm that is compared.</param>
    /// <param name="depth">The ResNet's depth.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="schedule">How to train.</param>
    /// <param name="seed">Of weights and order.</param>
    /// <param name="data">Where the images come from.</param>
    public static PlannedRun Create(NormChoice norm, int depth, string dataset, TrainingSchedule schedule, long seed, LoadedData data)
    {
        var testImages = schedule == TrainingSchedule.Paper ? (int?)null : QuickTestImages;
        var settings = new Dictionary<string, string>(norm.Settings())
        {
            ["paper"] = "whitening",
            ["revision"] = Revision,
            ["experiment"] = "training",
            ["network"] = $"resnet{depth}",
            ["width"] = $"{schedule.Width}",
            ["dataset"] = dataset,
            ["epochs"] = $"{schedule.Epochs}",
            ["epoch_share"] = schedule.Share.ToString("R"),
            ["test_images"] = testImages is { } few ? $"{few}" : "all",
            ["dtype"] = "float32",
            ["device"] = data.Device.type.ToString().ToLowerInvariant(),
            ["seed"] = $"{seed}",
        };
        var label = string.Join(", ", norm.Settings().Select(s => $"{s.Key.Replace('_', ' ')} {s.Value}").Append(dataset).Append($"seed {seed}"));
        var cost = schedule.Passes * schedule.Width * (norm.IsNoisy ? 3 : 1);
        return new PlannedRun(new RunSettings(settings), label, schedule.Passes, TrainingSchedule.Paper.Passes, cost,
            () => new TrainingProcess(norm, depth, schedule, data[dataset], testImages, seed, data.Device))
        {
            Headline = TrainingProcess.BestAccuracy,
            Exclusive = norm.IsNoisy,
        };
    }
}
