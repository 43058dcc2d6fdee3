using Enn.Data;
using Enn.NonNegative;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.NonNegativePaper;

/// <summary>One of the paper's scenarios on real data, as a training that can be interrupted and resumed.</summary>
public sealed class ScenarioProcess : IEpochProcess
{
    /// <summary>Final measurement: accuracy of the non-negative net on the test set, in [0, 1].</summary>
    public const string TwinAccuracy = "nn_accuracy";

    /// <summary>Final measurement: accuracy of the regular net on the test set, in [0, 1].</summary>
    public const string OriginalAccuracy = "r_accuracy";

    /// <summary>Measured right after the transformation: test images whose predicted class it changed.</summary>
    public const string ChangedPredictions = "changed_predictions";

    /// <summary>Measured right after the transformation: the largest difference of any output on the test set.</summary>
    public const string MaxLogitDifference = "max_logit_difference";

    /// <summary>1 where no prediction changed and all outputs agree within tolerance, else 0.</summary>
    public const string Match = "nn_match";

    private const int TestBatch = 1_000;
    private const string Measured = "measured.";

    private readonly ScenarioRun _run;
    private readonly Batches _train;
    private readonly Batches _test;
    private readonly int _steps;
    private readonly Dictionary<string, double> _measured = [];

    /// <summary>A run at its start.</summary>
    /// <param name="configuration">What to run.</param>
    /// <param name="data">The images, on <paramref name="device"/>; they stay the caller's.</param>
    /// <param name="seed">Of initial weights and of all shuffling.</param>
    /// <param name="share">The share of each epoch's batches that is used, in (0, 1].</param>
    /// <param name="device">Where to run.</param>
    public ScenarioProcess(RunConfiguration configuration, ImageDataset data, long seed, double share, Device device)
    {
        var pipelines = ImagePipelines.Of(configuration.Architecture, configuration.Dataset);
        _train = new Batches(data.Train, configuration.BatchSize, configuration.Shuffle, seed: seed, transforms: pipelines.Train);
        _test = new Batches(data.Test, TestBatch, transforms: pipelines.Test);
        _steps = (int)Math.Ceiling(share * _train.Count);
        _run = new ScenarioRun(configuration, seed, device);
    }

    /// <summary>The run, with its networks.</summary>
    public ScenarioRun Scenario => _run;

    /// <inheritdoc/>
    public int Epochs => _run.EpochsTotal;

    /// <inheritdoc/>
    public EpochRecord Run(int epoch, CancellationToken cancel)
    {
        CompareOnceTransformed(cancel);
        var result = _run.TrainEpoch(Pairs(_train.Epoch(epoch, cancel).Take(_steps)));
        // After the original's last epoch the comparison has evaluated it.
        var evaluation = CompareOnceTransformed(cancel) ?? _run.Evaluate(Pairs(_test.Epoch(0, cancel)));
        if (result.Phase == Phase.Twin) _measured[TwinAccuracy] = evaluation.Accuracy;
        return new EpochRecord(result.Phase == Phase.Original ? "original" : "twin", result.Epoch, new Dictionary<string, double>
        {
            ["loss"] = result.Loss,
            ["train_accuracy"] = result.Accuracy,
            ["test_loss"] = evaluation.Loss,
            ["test_accuracy"] = evaluation.Accuracy,
        }, 0);
    }

    /// <inheritdoc/>
    public Checkpoint Save() => new(_run.State(), _measured.ToDictionary(m => Measured + m.Key, m => m.Value.ToString("R")));

    /// <inheritdoc/>
    public void Restore(Checkpoint checkpoint, int epoch)
    {
        _run.Load(checkpoint.Tensors);
        _measured.Clear();
        foreach (var (name, value) in checkpoint.Values)
            if (name.StartsWith(Measured, StringComparison.Ordinal)) _measured[name[Measured.Length..]] = double.Parse(value);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Finish()
    {
        CompareOnceTransformed(default);
        return new Dictionary<string, double>(_measured);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Original.Dispose();
        _run.Twin?.Dispose();
    }

    // The comparison means something only before the twin is trained; the regular net is not trained after it.
    private Evaluation? CompareOnceTransformed(CancellationToken cancel)
    {
        if (_run.Twin is null || _measured.Count > 0) return null;
        var (report, original) = _run.Compare(Pairs(_test.Epoch(0, cancel)));
        _measured[Match] = report.Matches ? 1 : 0;
        _measured[ChangedPredictions] = report.ChangedPredictions;
        _measured[MaxLogitDifference] = report.MaxLogitDifference;
        _measured[OriginalAccuracy] = report.OriginalAccuracy;
        _measured[TwinAccuracy] = report.TwinAccuracy;
        return original;
    }

    private static IEnumerable<(Tensor X, Tensor Y)> Pairs(IEnumerable<Batch> batches) => batches.Select(batch => (batch.Inputs, batch.Labels));
}
