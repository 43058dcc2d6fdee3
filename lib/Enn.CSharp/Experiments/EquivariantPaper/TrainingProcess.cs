using Enn.Data;
using Enn.Data.Splits;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.EquivariantPaper;

/// <summary>A network of the paper trained on images, which can be interrupted and resumed.</summary>
public sealed class TrainingProcess : IEpochProcess
{
    /// <summary>Final measurement: the share of test images that are classified rightly, of the selected epoch.</summary>
    public const string TestAccuracy = "test_accuracy";

    /// <summary>Final measurement: the share of test images that are classified alike before and after a quarter turn.</summary>
    public const string TurnAgreement = "turn_agreement";

    /// <summary>Final measurement: trainable values.</summary>
    public const string Parameters = "parameters";

    private const int TestBatch = 250;
    private const string NetPrefix = "net.", BestPrefix = "best.", OptimizerPrefix = "optimizer.", Best = "best", Random = "random";

    private readonly TrainingProtocol _protocol;
    private readonly nn.Module<Tensor, Tensor> _net;
    private readonly L2Optimizer _optimizer;
    private readonly Batches _train, _test;
    private readonly Batches? _held;
    private Dictionary<string, Tensor> _selected = [];
    private double _best = double.NegativeInfinity;

    /// <summary>A training at its start.</summary>
    /// <param name="net">What to train.</param>
    /// <param name="protocol">How.</param>
    /// <param name="data">The images, on <paramref name="device"/>; they stay the caller's.</param>
    /// <param name="seed">Of initial weights, dropout, order and the choice of images.</param>
    /// <param name="device">Where to run.</param>
    public TrainingProcess(NetChoice net, TrainingProtocol protocol, ImageDataset data, long seed, Device device)
    {
        _protocol = protocol;
        // Held out at the end, as is usual of the rotated digits, and before a fraction is chosen.
        var kept = (int)Math.Round(data.Train.Count * (1 - protocol.HeldOut));
        var train = data.Train.Take(kept);
        if (protocol.Fraction < 1) train = Subsets.Stratified(train, protocol.Fraction, seed);
        var transforms = ImagePipeline.Of(data.Name);
        _train = new Batches(train, protocol.Batch, shuffle: true, seed: seed, transforms: transforms);
        if (kept < data.Train.Count) _held = new Batches(data.Train.Select([.. Enumerable.Range(kept, data.Train.Count - kept)]), TestBatch, transforms: transforms);
        _test = new Batches(protocol.TestImages is { } few && few < data.Test.Count ? data.Test.Take(few) : data.Test, TestBatch, transforms: transforms);
        _net = Seeds.WithGlobal(seed, () => net.Create(data.Classes.Count, protocol.Dropout, protocol.Mode));
        _net.to(device);
        _optimizer = new L2Optimizer(_net.named_parameters().Select(p => (p.Item1, p.Item2)), protocol.IsAdam, protocol.Decay);
    }

    /// <inheritdoc/>
    public int Epochs => _protocol.Epochs;

    /// <inheritdoc/>
    public EpochRecord Run(int epoch, CancellationToken cancel)
    {
        var metrics = new Dictionary<string, double> { ["loss"] = Train(epoch, cancel) };
        var judge = _protocol.Selection switch { Selection.BestOnTest => _test, Selection.Validation => _held, _ => null };
        if (judge is not null && epoch >= _protocol.SelectionFrom)
        {
            var accuracy = metrics[judge == _test ? TestAccuracy : "validation_accuracy"] = ClassifierTest.Of(_net, judge, cancel).Accuracy;
            if (accuracy > _best)
            {
                _best = accuracy;
                Keep(_net.state_dict());
            }
        }
        return new EpochRecord("train", epoch + 1, metrics, 0);
    }

    /// <inheritdoc/>
    public Checkpoint Save()
    {
        var tensors = NamedState.Join((NetPrefix, NamedState.Copy(_net.state_dict())), (BestPrefix, NamedState.Copy(_selected)), (OptimizerPrefix, _optimizer.State()));
        if (_protocol.Dropout > 0) tensors[Random] = Seeds.GlobalState();
        return new(tensors, new Dictionary<string, string> { [Best] = _best.ToString("R") });
    }

    /// <inheritdoc/>
    public void Restore(Checkpoint checkpoint, int epoch)
    {
        _net.load_state_dict(NamedState.Part(checkpoint.Tensors, NetPrefix));
        Keep(NamedState.Part(checkpoint.Tensors, BestPrefix));
        _optimizer.Load(NamedState.Part(checkpoint.Tensors, OptimizerPrefix));
        if (_protocol.Dropout > 0) Seeds.RestoreGlobal(checkpoint.Tensors[Random]);
        _best = double.Parse(checkpoint.Values[Best]);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Finish()
    {
        if (_selected.Count > 0) _net.load_state_dict(_selected);
        var (right, alike) = Test();
        return new Dictionary<string, double> { [TestAccuracy] = right, [TurnAgreement] = alike, [Parameters] = _net.parameters().Sum(p => p.numel()) };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _net.Dispose();
        _optimizer.Reset();
        Keep([]);
    }

    private double Train(int epoch, CancellationToken cancel)
    {
        _net.train();
        if (_protocol.ResetsOptimizer) _optimizer.Reset();
        var sum = 0.0;
        foreach (var (inputs, labels) in _train.Epoch(epoch, cancel))
        {
            using var scope = NewDisposeScope();
            var loss = nn.functional.cross_entropy(_net.call(inputs), labels);
            loss.backward();
            _optimizer.Step(_protocol.RateAt(epoch));
            sum += loss.ToDouble();
        }
        return sum / _train.Count;
    }

    private (double Right, double Alike) Test()
    {
        using var _ = no_grad();
        _net.eval();
        var (right, alike) = (0L, 0L);
        foreach (var (inputs, labels) in _test.Epoch(0))
        {
            using var scope = NewDisposeScope();
            var named = _net.call(inputs).argmax(1);
            right += named.eq(labels).sum().item<long>();
            alike += named.eq(_net.call(inputs.rot90(1, (2, 3)).contiguous()).argmax(1)).sum().item<long>();
        }
        return ((double)right / _test.Images, (double)alike / _test.Images);
    }

    private void Keep(Dictionary<string, Tensor> state)
    {
        foreach (var tensor in _selected.Values) tensor.Dispose();
        using var _ = no_grad();
        _selected = state.ToDictionary(e => e.Key, e => e.Value.detach().clone().DetachFromDisposeScope());
    }
}
