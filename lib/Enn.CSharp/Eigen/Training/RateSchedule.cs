namespace Enn.Eigen;

/// <summary>A learning rate as a function of the step alone. Making one changes nothing: official code once lowered its rates by constructing a schedule it never stepped.</summary>
/// <param name="Name">The name in settings.</param>
/// <param name="At">The factor of the base rate at a step, counted from 0.</param>
public sealed record RateSchedule(string Name, Func<long, double> At)
{
    /// <summary>Always the base rate.</summary>
    public static RateSchedule Constant { get; } = new("constant", _ => 1);

    /// <summary>Half a cosine from 1 to 0 over all steps, after a linear rise.</summary>
    /// <param name="steps">Steps altogether.</param>
    /// <param name="warmUp">Of which the first so many rise.</param>
    public static RateSchedule Cosine(long steps, long warmUp = 0) => new("cosine", step =>
        step < warmUp ? (step + 1.0) / warmUp : (1 + Math.Cos(Math.PI * Math.Min(1, (step - warmUp) / (double)Math.Max(1, steps - warmUp)))) / 2);

    /// <summary>
    /// The official scripts' cosine, which swings on: with T_max = 200 or 500 steps its period is 2 T_max, so rates bounce between base and 0 every few epochs.
    /// </summary>
    /// <param name="halfPeriod">T_max, in units of <paramref name="every"/>.</param>
    /// <param name="every">Steps between two changes: 1, or the steps of an epoch.</param>
    public static RateSchedule BouncingCosine(long halfPeriod, long every = 1) => new("bouncing-cosine", step => (1 + Math.Cos(Math.PI * (step / every) / halfPeriod)) / 2);

    /// <summary>
    /// OneCycle, relative to its peak: from 1/25 up to 1 at 35% of the steps and down to 1/25,000, both along half a cosine.
    /// </summary>
    public static RateSchedule OneCycle(long steps) => new("one-cycle", step =>
    {
        const double Start = 1.0 / 25, End = Start / 1000, Share = 0.35;
        static double Between(double from, double to, double share) => to + (from - to) * (1 + Math.Cos(Math.PI * share)) / 2;
        var peak = Share * steps - 1;
        return step <= peak ? Between(Start, 1, peak <= 0 ? 1 : step / peak) : Between(1, End, Math.Min(1, (step - peak) / Math.Max(1, steps - 1 - peak)));
    });
}
