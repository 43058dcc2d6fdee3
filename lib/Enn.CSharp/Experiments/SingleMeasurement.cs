using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Experiments;

/// <summary>A run that trains nothing: one measurement, from the beginning where it was interrupted.</summary>
/// <param name="measure">Gives the measurements by name.</param>
public sealed class SingleMeasurement(Func<CancellationToken, IReadOnlyDictionary<string, double>> measure) : IEpochProcess
{
    private IReadOnlyDictionary<string, double> _measured = new Dictionary<string, double>();

    /// <inheritdoc/>
    public int Epochs => 1;

    /// <inheritdoc/>
    public EpochRecord Run(int epoch, CancellationToken cancel)
    {
        _measured = measure(cancel);
        return new EpochRecord("measurement", 1, new Dictionary<string, double>(), 0);
    }

    /// <inheritdoc/>
    public Checkpoint Save() => new(new Dictionary<string, Tensor>(), _measured.ToDictionary(m => m.Key, m => m.Value.ToString("R")));

    /// <inheritdoc/>
    public void Restore(Checkpoint checkpoint, int epoch) =>
        _measured = checkpoint.Values.Where(v => v.Key is not ("history" or "elapsed")).ToDictionary(v => v.Key, v => double.Parse(v.Value));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Finish() => _measured;

    /// <inheritdoc/>
    public void Dispose() { }
}
