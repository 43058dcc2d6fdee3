namespace Enn.Experiments;

/// <summary>A number measured once or several times, and how tables spell it.</summary>
/// <param name="Mean">The mean over repetitions.</param>
/// <param name="Deviation">The standard deviation over repetitions (n - 1); null for a single one.</param>
public sealed record Measurement(double Mean, double? Deviation)
{
    /// <summary>A metric over the repetitions of a run; null where none of them has it.</summary>
    /// <param name="repetitions">One record a seed.</param>
    /// <param name="metric">Its name in <see cref="RunRecord.Metrics"/>.</param>
    public static Measurement? Of(IEnumerable<RunRecord> repetitions, string metric)
    {
        var values = repetitions.Select(record => record.Metric(metric)).OfType<double>().ToList();
        if (values.Count == 0) return null;
        var mean = values.Average();
        return new Measurement(mean, values.Count < 2 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }

    /// <summary>The number, with its deviation where there is one.</summary>
    /// <param name="percent">Whether fractions are shown in per cent, two digits after the point; otherwise as they are, with four.</param>
    public string ToString(bool percent) => Format(Mean, percent) + (Deviation is { } deviation ? " ± " + Format(deviation, percent) : "");

    /// <summary>A published number in the same spelling.</summary>
    public static string ToString(PublishedResult published, bool percent) => new Measurement(published.Mean, published.Deviation).ToString(percent);

    /// <summary>How far the mean is from a published one, with its sign.</summary>
    public string Difference(PublishedResult published, bool percent)
    {
        var difference = Mean - published.Mean;
        return (difference < 0 ? "-" : "+") + Format(Math.Abs(difference), percent);
    }

    /// <summary>Epochs run out of the epochs of the published protocol, such as <c>10/200</c>; <see cref="Table.Missing"/> where nothing is to be run.</summary>
    /// <param name="runs">The repetitions as planned.</param>
    /// <param name="records">Those that are recorded.</param>
    public static string Epochs(IReadOnlyList<PlannedRun> runs, IReadOnlyList<RunRecord> records) =>
        runs.Count == 0 || runs[0].EpochsProtocol == 0 || (records.Count == 0 && runs[0].OnlyRecorded) ? Table.Missing : $"{(records.Count > 0 ? records[0].EpochsRun : 0):0.##}/{runs[0].EpochsProtocol:0.##}";

    private static string Format(double value, bool percent) => percent ? $"{100 * value:0.00}" : $"{value:0.0000}";
}
