using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Data;

/// <summary>One step's images and labels. Disposed by the loop that made it, when the next one is asked for.</summary>
/// <param name="Inputs">What the transforms make of the images, normally float32 [batch, ...].</param>
/// <param name="Labels">Class numbers, int64 [batch].</param>
public readonly record struct Batch(Tensor Inputs, Tensor Labels);

/// <summary>
/// Cuts a set into batches, epoch by epoch. The order and the random transforms of an epoch depend on seed and epoch alone: not on the epochs before it, the
/// number of threads or the device.
/// </summary>
/// <param name="set">The images.</param>
/// <param name="batchSize">Images a batch; the last one of an epoch may be smaller.</param>
/// <param name="shuffle">A new order each epoch; else the set's own.</param>
/// <param name="dropLast">Leave out the last batch where it is smaller.</param>
/// <param name="seed">Where orders and random transforms come from.</param>
/// <param name="transforms">Applied to each batch in turn.</param>
public sealed class Batches(ImageSet set, int batchSize, bool shuffle = false, bool dropLast = false, long seed = 0, params IReadOnlyList<Transform> transforms)
{
    private readonly int _batchSize = batchSize > 0 ? batchSize : throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, "a batch holds at least one image");

    /// <summary>Batches an epoch.</summary>
    public int Count => dropLast ? set.Count / _batchSize : (set.Count + _batchSize - 1) / _batchSize;

    /// <summary>Images an epoch.</summary>
    public int Images => dropLast ? Count * _batchSize : set.Count;

    /// <summary>The batches of an epoch, counted from 0. Each is valid until the next is asked for.</summary>
    /// <param name="epoch">Which epoch.</param>
    /// <param name="cancel">Asked before each batch.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IEnumerable<Batch> Epoch(int epoch, CancellationToken cancel = default)
    {
        using var random = new Generator((ulong)Seeds.Derive(seed, epoch));
        using var order = shuffle ? Order(random) : null;
        for (var i = 0; i < Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var batch = Make(i, order, random);
            try
            {
                yield return batch;
            }
            finally
            {
                batch.Inputs.Dispose();
                batch.Labels.Dispose();
            }
        }
    }

    private Tensor Order(Generator random)
    {
        using var order = randperm(set.Count, dtype: ScalarType.Int64, generator: random);
        return order.to(set.Images.device, copy: true).DetachFromDisposeScope();
    }

    private Batch Make(int index, Tensor? order, Generator random)
    {
        var start = (long)index * _batchSize;
        var length = Math.Min(_batchSize, set.Count - start);
        using var scope = NewDisposeScope();
        var which = order?.narrow(0, start, length);
        var inputs = which is null ? set.Images.narrow(0, start, length) : set.Images.index_select(0, which);
        var labels = which is null ? set.Labels.narrow(0, start, length) : set.Labels.index_select(0, which);
        foreach (var transform in transforms) inputs = transform(inputs, random);
        return new Batch(scope.Detach(inputs), scope.Detach(labels));
    }
}
