using Enn.Data;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Tests.Training;

/// <summary>A tiny training with momentum and shuffled, noisy batches: everything that a checkpoint must keep.</summary>
internal sealed class ToyProcess : IEpochProcess
{
    private const double Rate = 0.1, Momentum = 0.9;
    private readonly ImageSet _set;
    private readonly Batches _batches;
    private readonly Tensor _weight, _velocity;
    private readonly Generator _noise;

    internal Action<int>? BeforeEpoch { get; init; }

    internal ToyProcess(long seed, int epochs)
    {
        Epochs = epochs;
        var bytes = new byte[40 * 4];
        new Random(4).NextBytes(bytes);
        _set = ImageSet.FromBytes(bytes, [.. Enumerable.Range(0, 40).Select(i => (byte)(i % 2))], 1, 2, 2);
        _batches = new Batches(_set, 8, shuffle: true, seed: seed, transforms: [Transforms.Flip, Transforms.Scale]);
        _weight = Seeds.WithGlobal(seed, () => randn(4)).DetachFromDisposeScope();
        _velocity = zeros(4).DetachFromDisposeScope();
        _noise = new Generator((ulong)Seeds.Derive(seed, -1));
    }

    public int Epochs { get; }

    internal float[] Weights => _weight.data<float>().ToArray();

    public EpochRecord Run(int epoch, CancellationToken cancel)
    {
        BeforeEpoch?.Invoke(epoch);
        double sum = 0;
        foreach (var batch in _batches.Epoch(epoch, cancel))
        {
            using var scope = NewDisposeScope();
            var x = batch.Inputs.reshape(-1, 4) + rand([1], generator: _noise) * 0.01;
            var error = x.matmul(_weight) - batch.Labels;
            sum += error.square().mean().item<float>();
            _velocity.mul_(Momentum).add_(x.t().matmul(error) / 8);
            _weight.sub_(_velocity * Rate);
        }
        return new EpochRecord("train", epoch + 1, new Dictionary<string, double> { ["loss"] = sum / _batches.Count }, 0);
    }

    public Checkpoint Save() => new(
        new Dictionary<string, Tensor> { ["weight"] = _weight.clone(), ["velocity"] = _velocity.clone(), ["noise"] = _noise.get_state() }, new Dictionary<string, string>());

    public void Restore(Checkpoint checkpoint, int epoch)
    {
        _weight.copy_(checkpoint.Tensors["weight"]);
        _velocity.copy_(checkpoint.Tensors["velocity"]);
        _noise.set_state(checkpoint.Tensors["noise"]);
    }

    public IReadOnlyDictionary<string, double> Finish() => new Dictionary<string, double> { ["norm"] = _weight.norm().item<float>() };

    public void Dispose()
    {
        _set.Dispose();
        _weight.Dispose();
        _velocity.Dispose();
        _noise.Dispose();
    }
}
