namespace Enn.Experiments.EideticPaper;

/// <summary>The repetitions of a choice, or why there are none.</summary>
/// <param name="Planned">One a seed.</param>
/// <param name="NotRun">Why they are not made; null where they are.</param>
internal sealed record Runs(IReadOnlyList<PlannedRun> Planned, string? NotRun)
{
    private const string TooLong = "the published networks need --paper-profile: two cores take hours for the digits, weeks for the ResNets.";
    private const string NoBaseline = "the baselines have no convolutional networks.";

    /// <summary>The runs of a published row; those that the profile or the missing data leave out are looked up among the recorded ones.</summary>
    internal static Runs Published(SequenceChoice? choice, Profile profile, int seeds, LoadedData data)
    {
        if (choice is null) return new([], null);
        var missing = TaskSet.Named(choice.TaskSet).Missing;
        if (profile == Profile.Quick) missing = missing is null ? TooLong : $"{TooLong} {missing}";
        return new([.. SequencePlan.Create(choice, seeds, data).Select(run => run.Without(missing))], missing);
    }

    /// <summary>The runs of a choice that both profiles make where the data is there.</summary>
    internal static Runs Own(SequenceChoice choice, int seeds, LoadedData data)
    {
        var missing = TaskSet.Named(choice.TaskSet).Missing ?? (choice.Method != SequenceMethod.Eidetic && choice.Network.Kind != "mlp" ? NoBaseline : null);
        return new([.. SequencePlan.Create(choice, seeds, data).Select(run => run.Without(missing))], missing);
    }

    /// <summary>Those that are recorded.</summary>
    internal IReadOnlyList<RunRecord> In(IReadOnlyDictionary<RunSettings, RunRecord> records) => [.. Planned.Select(run => records.GetValueOrDefault(run.Settings)).OfType<RunRecord>()];

    /// <summary>What stands below a table about rows that are not run and not recorded.</summary>
    internal static IEnumerable<string> Notes(IEnumerable<Runs> all, IReadOnlyDictionary<RunSettings, RunRecord> records) =>
        all.Where(runs => runs.NotRun is not null && runs.In(records).Count == 0).Select(runs => "Not run: " + runs.NotRun).Distinct();
}
