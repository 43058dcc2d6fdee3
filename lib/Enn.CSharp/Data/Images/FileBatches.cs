using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Data;

/// <summary>
/// Cuts batches out of image files that do not fit in memory: they are decoded and scaled on threads of their own, a bounded number of batches ahead, so that
/// memory stays constant. Batches come in order, and neither they nor their pixels depend on the number of threads.
/// </summary>
/// <param name="samples">Files and class numbers.</param>
/// <param name="batchSize">Images a batch; the last one of an epoch may be smaller.</param>
/// <param name="framing">What is taken out of each image; its windows must all have one size.</param>
public sealed class FileBatches(IReadOnlyList<(string Path, int Label)> samples, int batchSize, Framing framing)
{
    private readonly int _batchSize = batchSize > 0 ? batchSize : throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, "a batch holds at least one image");

    /// <summary>A new order each epoch; else the samples' own.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Leave out the last batch where it is smaller.</summary>
    public bool DropLast { get; init; }

    /// <summary>Where orders and random views come from.</summary>
    public long Seed { get; init; }

    /// <summary>How pixels are made.</summary>
    public Filter Filter { get; init; }

    /// <summary>How files are decoded. Turned by EXIF orientation unless said otherwise; torchvision's loaders do not turn.</summary>
    public DecodeOptions Decoding { get; init; } = new();

    /// <summary>Applied to each batch in turn, on the thread that decoded it.</summary>
    public IReadOnlyList<Transform> Transforms { get; init; } = [];

    /// <summary>Threads that decode; the machine's cores by default.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Batches that may be ready or in work at a time; twice the threads by default.</summary>
    public int Prefetch { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>Batches an epoch.</summary>
    public int Count => DropLast ? samples.Count / _batchSize : (samples.Count + _batchSize - 1) / _batchSize;

    /// <summary>The batches of an epoch, counted from 0, on the CPU: uint8 [batch, 3, height, width] after the framing, then transformed. Each is valid until the next is asked for.</summary>
    /// <exception cref="InvalidDataException">A file is damaged; the batches before it come first. The message names file, offset and reason.</exception>
    /// <exception cref="DllNotFoundException">libvips is not installed.</exception>
    public IEnumerable<Batch> Epoch(int epoch)
    {
        var order = Shuffle ? Data.Shuffle.Order(samples.Count, Seeds.Derive(Seed, epoch)) : [.. Enumerable.Range(0, samples.Count)];
        using var ahead = new Ahead<Batch>(Count, Threads, Prefetch, index => Make(epoch, index, order), batch =>
        {
            batch.Inputs.Dispose();
            batch.Labels.Dispose();
        }, UseOneThread);
        // Where a thread sets its number of operator threads, those that start after it get the same, and the linear algebra library of all: put back.
        var own = get_num_threads();
        ahead.Start();
        set_num_threads(own);
        foreach (var batch in ahead.Results()) yield return batch;
    }

    /// <summary>All images in the samples' own order as one tensor on the CPU, for what does fit: uint8 [count, 3, height, width] after the framing. The caller owns it.</summary>
    /// <exception cref="InvalidDataException">A file is damaged; the message names file, offset and reason.</exception>
    /// <exception cref="DllNotFoundException">libvips is not installed.</exception>
    public Tensor All()
    {
        Tensor? images = null;
        try
        {
            long done = 0;
            foreach (var (inputs, _) in new FileBatches(samples, _batchSize, framing) { Filter = Filter, Decoding = Decoding, Seed = Seed, Threads = Threads, Prefetch = Prefetch }.Epoch(0))
            {
                images ??= empty([samples.Count, .. inputs.shape[1..]], dtype: ScalarType.Byte).DetachFromDisposeScope();
                using var place = images.narrow(0, done, inputs.size(0));
                place.copy_(inputs);
                done += inputs.size(0);
            }
            return images ?? throw new InvalidOperationException("There are no images.");
        }
        catch
        {
            images?.Dispose();
            throw;
        }
    }

    // The batches go side by side; each thread's operators need no threads of their own. Asked first: a thread takes over the others' number when it first asks.
    private static void UseOneThread()
    {
        if (get_num_threads() != 1) set_num_threads(1);
    }

    // A number for each use, of 31 bits.
    private int Dice(int epoch, long use) => (int)(Seeds.Derive(Seeds.Derive(Seed, epoch), use) & int.MaxValue);

    private Batch Make(int epoch, int index, int[] order)
    {
        var chosen = order.AsSpan(index * _batchSize, Math.Min(_batchSize, samples.Count - index * _batchSize));
        using var scope = NewDisposeScope();
        var inputs = Read(epoch, chosen);
        var labels = new long[chosen.Length];
        for (var i = 0; i < chosen.Length; i++) labels[i] = samples[chosen[i]].Label;
        using var random = new Generator((ulong)Dice(epoch, samples.Count + (long)index));
        foreach (var transform in Transforms) inputs = transform(inputs, random);
        return new Batch(scope.Detach(inputs), scope.Detach(tensor(labels)));
    }

    private Tensor Read(int epoch, ReadOnlySpan<int> chosen)
    {
        Tensor? images = null;
        var (height, width) = (0, 0);
        for (var i = 0; i < chosen.Length; i++)
        {
            var path = samples[chosen[i]].Path;
            using var image = ImageFile.Read(path, Decoding);
            var view = framing(image.Height, image.Width, new Random(Dice(epoch, chosen[i])));
            if (images is null)
            {
                (height, width) = (view.Window.Height, view.Window.Width);
                images = empty([chosen.Length, 3, height, width], dtype: ScalarType.Byte);
            }
            if ((view.Window.Height, view.Window.Width) != (height, width))
                throw new InvalidOperationException($"{path}: the framing gives {view.Window.Height} x {view.Window.Width} pixels, and {height} x {width} for the batch's first image");
            Resampler.Write(image, view, Filter, images.bytes.Slice(i * 3 * height * width, 3 * height * width));
        }
        return images!;
    }
}
