using Enn.Data;
using Enn.NonNegative;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.NonNegativePaper;

/// <summary>Loads a trained network, transforms it, and compares the two on the whole test set: one step, nothing is trained.</summary>
internal sealed class PretrainedProcess : IEpochProcess
{
    internal const int CalibrationImages = 1_000;
    internal const double Margin = 1;
    private const int TestBatch = 100;

    // How the networks' images were normalised when they were trained.
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f], Deviation = [0.229f, 0.224f, 0.225f];

    private readonly CifarResNet _network;
    private readonly ExecutionPath _path;
    private readonly Batches _test;
    private readonly Batches _calibration;
    private IReadOnlyDictionary<string, double> _measured = new Dictionary<string, double>();

    /// <summary>The comparison at its start.</summary>
    /// <param name="weights">The file of the trained weights.</param>
    /// <param name="path">How the twin computes.</param>
    /// <param name="type">What both networks compute in.</param>
    /// <param name="data">CIFAR-10, on <paramref name="device"/>; it stays the caller's.</param>
    /// <param name="device">Where to compute.</param>
    internal PretrainedProcess(string weights, ExecutionPath path, ScalarType type, ImageDataset data, Device device)
    {
        _path = path;
        _network = CifarResNet.Load(weights).to(device, type);
        _network.eval();
        Transform[] transforms = [Transforms.Scale, Transforms.Normalise(Mean, Deviation), (images, _) => images.to_type(type)];
        _test = new Batches(data.Test, TestBatch, transforms: transforms);
        _calibration = new Batches(data.Train.Take(Math.Min(CalibrationImages, data.Train.Count)), TestBatch, transforms: transforms);
    }

    /// <inheritdoc/>
    public int Epochs => 1;

    /// <inheritdoc/>
    public EpochRecord Run(int epoch, CancellationToken cancel)
    {
        var options = new TransformOptions { Calibration = _calibration.Epoch(0, cancel).Select(batch => batch.Inputs), CalibrationMargin = Margin, Path = _path };
        using var twin = NonNegativeTransform.Apply(_network, options);
        var report = IsomorphismReport.Compare(_network, twin, _test.Epoch(0, cancel).Select(batch => (batch.Inputs, batch.Labels)));
        _measured = new Dictionary<string, double>
        {
            [ScenarioProcess.Match] = report.Matches ? 1 : 0,
            [ScenarioProcess.ChangedPredictions] = report.ChangedPredictions,
            [ScenarioProcess.MaxLogitDifference] = report.MaxLogitDifference,
            [ScenarioProcess.OriginalAccuracy] = report.OriginalAccuracy,
            [ScenarioProcess.TwinAccuracy] = report.TwinAccuracy,
        };
        return new EpochRecord("comparison", 1, _measured, 0);
    }

    /// <inheritdoc/>
    public Checkpoint Save() => new(new Dictionary<string, Tensor>(), _measured.ToDictionary(m => m.Key, m => m.Value.ToString("R")));

    /// <inheritdoc/>
    public void Restore(Checkpoint checkpoint, int epoch) =>
        _measured = checkpoint.Values.Where(v => double.TryParse(v.Value, out _)).ToDictionary(v => v.Key, v => double.Parse(v.Value));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Finish() => _measured;

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}
