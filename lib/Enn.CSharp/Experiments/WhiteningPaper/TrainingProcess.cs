using Enn.Data;
using Enn.Networks;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.WhiteningPaper;

/// <summary>
/// A ResNet with a decomposition layer trained on images by the paper's protocol. The first loss that is no finite number, or a decomposition that fails, ends
/// the training as a failure: the rest of its epochs are skipped.
/// </summary>
public sealed class TrainingProcess : IEpochProcess
{
    /// <summary>The best test accuracy over epochs: what the paper reports.</summary>
    public const string BestAccuracy = "best_accuracy";

    /// <summary>1 where all losses were finite, else 0.</summary>
    public const string Success = "success";

    private const int TestBatch = 500;
    private const string NetPrefix = "net.", VelocityPrefix = "velocity.", Failed = "failed", Best = "best", Last = "last";

    private readonly TrainingSchedule _schedule;
    private readonly CifarResNet _net;
    private readonly MomentumSgd _optimizer;
    private readonly Batches _train;
    private readonly Batches _test;
    private bool _failed;
    private double _best, _last;

    /// <summary>A training at its start.</summary>
    /// <param name="norm">The norm that is compared.</param>
    /// <param name="depth">The ResNet's depth.</param>
    /// <param name="schedule">How to train.</param>
    /// <param name="data">The images, on <paramref name="device"/>; they stay the caller's.</param>
    /// <param name="testImages">How many test images to measure on; null for all.</param>
    /// <param name="seed">Of initial weights, order and augmentation.</param>
    /// <param name="device">Where to run.</param>
    public TrainingProcess(NormChoice norm, int depth, TrainingSchedule schedule, ImageDataset data, int? testImages, long seed, Device device)
    {
        _schedule = schedule;
        var pipelines = ImagePipelines.Of(data.Name);
        _train = new Batches(data.Train, TrainingSchedule.BatchSize, shuffle: true, seed: seed, transforms: pipelines.Train);
        _test = new Batches(testImages is { } few && few < data.Test.Count ? data.Test.Take(few) : data.Test, TestBatch, transforms: pipelines.Test);
        var channels = data.Train.Images.size(1);
        _net = Seeds.WithGlobal(seed, () => new CifarResNet(depth, data.Classes.Count, channels, norm.Norms(depth), schedule.Width, 64));
        _net.to(device);
        _optimizer = new MomentumSgd(_net.named_parameters(), TrainingSchedule.Momentum, TrainingSchedule.Decay);
    }

    /// <inheritdoc/>
    public int Epochs => _schedule.Epochs;

    /// <inheritdoc/>
    public EpochRecord Run(int epoch, CancellationToken cancel)
    {
        var loss = _failed ? double.NaN : Train(epoch, cancel);
        _failed |= !double.IsFinite(loss);
        if (!_failed)
        {
            _last = ClassifierTest.Of(_net, _test, cancel).Accuracy;
            _best = Math.Max(_best, _last);
        }
        return new EpochRecord("train", epoch + 1, new Dictionary<string, double> { ["loss"] = loss, ["test_accuracy"] = _last }, 0);
    }

    /// <inheritdoc/>
    public Checkpoint Save()
    {
        var tensors = NamedState.Join((NetPrefix, NamedState.Copy(_net.state_dict())), (VelocityPrefix, _optimizer.State()));
        return new(tensors, new Dictionary<string, string> { [Failed] = $"{_failed}", [Best] = _best.ToString("R"), [Last] = _last.ToString("R") });
    }

    /// <inheritdoc/>
    public void Restore(Checkpoint checkpoint, int epoch)
    {
        _net.load_state_dict(NamedState.Part(checkpoint.Tensors, NetPrefix));
        _optimizer.Load(NamedState.Part(checkpoint.Tensors, VelocityPrefix));
        _failed = bool.Parse(checkpoint.Values[Failed]);
        (_best, _last) = (double.Parse(checkpoint.Values[Best]), double.Parse(checkpoint.Values[Last]));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Finish()
    {
        var metrics = new Dictionary<string, double> { [Success] = _failed ? 0 : 1 };
        if (!_failed) (metrics["test_accuracy"], metrics[BestAccuracy]) = (_last, _best);
        return metrics;
    }

    /// <inheritdoc/>
    public void Dispose() => _net.Dispose();

    private double Train(int epoch, CancellationToken cancel)
    {
        _net.train();
        var (sum, steps) = (0.0, 0);
        foreach (var (inputs, labels) in _train.Epoch(epoch, cancel).Take((int)Math.Ceiling(_schedule.Share * _train.Count)))
        {
            using var scope = NewDisposeScope();
            try
            {
                _optimizer.Clear();
                var loss = nn.functional.cross_entropy(_net.forward(inputs), labels);
                var value = loss.ToDouble();
                if (!double.IsFinite(value)) return double.NaN;
                loss.backward();
                _optimizer.Step(_schedule.Rate(epoch));
                (sum, steps) = (sum + value, steps + 1);
            }
            // A decomposition that does not converge is as much a failure as a loss that is no number.
            catch (System.Runtime.InteropServices.ExternalException)
            {
                return double.NaN;
            }
        }
        return sum / steps;
    }
}
