namespace Enn.Training;

/// <summary>What one epoch measured.</summary>
/// <param name="Phase">The part of the run, such as <c>train</c> or <c>post-train</c>.</param>
/// <param name="Epoch">Counted from 1 within the phase.</param>
/// <param name="Metrics">Values by name.</param>
/// <param name="Seconds">Wall time.</param>
public sealed record EpochRecord(string Phase, int Epoch, IReadOnlyDictionary<string, double> Metrics, double Seconds);
