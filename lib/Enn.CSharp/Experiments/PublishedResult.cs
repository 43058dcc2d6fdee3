namespace Enn.Experiments;

/// <summary>A number that a paper reports.</summary>
/// <param name="Mean">The value, or the mean over the paper's repetitions.</param>
/// <param name="Deviation">The standard deviation over repetitions; null where none is given.</param>
public sealed record PublishedResult(double Mean, double? Deviation = null);
