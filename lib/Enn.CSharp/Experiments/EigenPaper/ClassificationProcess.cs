using Enn.Data;
using Enn.Eigen;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.EigenPaper;

/// <summary>A classification training of the paper on real data, which can be interrupted and resumed.</summary>
public sealed class ClassificationProcess : IEpochProcess
{
    /// <summary>Final measurement: the share of test images that are classified wrongly, after the last epoch.</summary>
    public const string TestError = "test_error";

    /// <summary>Final measurement: max |s^2 - 1| over the singular values of all bases; only of Eigen networks.</summary>
    public const string BasisError = "basis_error";

    /// <summary>Final measurement: trainable values.</summary>
    public const string Parameters = "parameters";

    private const int TestBatch = 500;

    private readonly Protocol _protocol;
    private readonly ITrainer _trainer;
    private readonly Batches _train, _test;
    private readonly int _steps;
    private double _error = double.NaN;

    /// <summary>A run at its start.</summary>
    /// <param name="protocol">What to run.</param>
    /// <param name="data">The images, on <paramref name="device"/>; they stay the caller's.</param>
    /// <param name="official">Whether images are normalised by the official scripts' constants.</param>
    /// <param name="seed">Of initial weights, local heads, order and augmentation.</param>
    /// <param name="share">The share of each epoch's batches that is used, in (0, 1].</param>
    /// <param name="device">Where to run.</param>
    public ClassificationProcess(Protocol protocol, ImageDataset data, bool official, long seed, double share, Device device)
    {
        var pipeline = ImagePipeline.Of(data.Name, official);
        _protocol = protocol;
        _train = new Batches(data.Train, protocol.Batch, shuffle: true, dropLast: true, seed, pipeline.Train);
        _test = new Batches(data.Test, TestBatch, transforms: pipeline.Test);
        _steps = (int)Math.Ceiling(share * _train.Count);
        var network = Seeds.WithGlobal(seed, () => protocol.CreateNetwork(data.Classes.Count, data.Train.Images.size(1)));
        network.to(device);
        using var example = zeros([1, .. data.Train.Images.shape[1..]], device: device);
        _trainer = protocol.CreateTrainer(network, example, (long)_steps * protocol.Epochs, seed);
    }

    /// <inheritdoc/>
    public int Epochs => _protocol.Epochs;

    /// <inheritdoc/>
    public EpochRecord Run(int epoch, CancellationToken cancel)
    {
        var losses = _trainer.Train(_train.Epoch(epoch, cancel).Take(_steps).Select(batch => (batch.Inputs, batch.Labels)), cancel);
        var test = ClassifierTest.Of(_trainer.Network, _test, cancel);
        _error = test.Error;
        return new EpochRecord("train", epoch + 1, new Dictionary<string, double>
        {
            ["loss"] = losses.Average(step => step[^1]),
            ["test_loss"] = test.Loss,
            [TestError] = _error,
            ["test_accuracy"] = 1 - _error,
        }, 0);
    }

    /// <inheritdoc/>
    public Checkpoint Save() => new(_trainer.State(), new Dictionary<string, string> { [TestError] = _error.ToString("R") });

    /// <inheritdoc/>
    public void Restore(Checkpoint checkpoint, int epoch)
    {
        _trainer.Load(checkpoint.Tensors);
        _error = double.Parse(checkpoint.Values[TestError]);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Finish()
    {
        var metrics = new Dictionary<string, double> { [TestError] = _error, [Parameters] = _trainer.Network.parameters().Sum(p => p.numel()) };
        var bases = EigenLayers.Of(_trainer.Network).SelectMany(layer => layer.Factors.Bases).ToList();
        if (bases.Count > 0) metrics[BasisError] = bases.Max(Orthonormality.Error);
        return metrics;
    }

    /// <inheritdoc/>
    public void Dispose() => _trainer.Dispose();
}
