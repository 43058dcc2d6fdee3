using Enn.Data;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>One step's pairs. Valid until the next is asked for.</summary>
/// <param name="Images">What the transforms make of the images, float32 [B, C, H, W].</param>
/// <param name="Captions">Features of one caption an image, [B, D].</param>
/// <param name="LongTexts">Features of one long text an image, [B, D]; null where there are none.</param>
public readonly record struct PairBatch(Tensor Images, Tensor Captions, Tensor? LongTexts);

/// <summary>
/// Cuts a set of images with captions into batches of pairs. An image occurs once an epoch, with one of its captions, drawn anew each epoch: no batch has two right
/// texts for an image. Order, captions and random transforms of an epoch depend on seed and epoch alone.
/// </summary>
public sealed class PairBatches
{
    private readonly Tensor _images;
    private readonly int _batch;
    private readonly long _seed;
    private readonly IReadOnlyList<Transform> _train, _test;
    private readonly List<long>[] _captions;

    /// <summary>Batches of a set. Images and features stay the caller's, on one device.</summary>
    /// <param name="images">uint8 [N, C, H, W].</param>
    /// <param name="owners">For each caption the number of its image.</param>
    /// <param name="texts">Features of the captions, in the same order.</param>
    /// <param name="batch">Pairs a batch; what remains of an epoch is left out, for a smaller batch is an easier one.</param>
    /// <param name="seed">Where orders, choices and random transforms come from.</param>
    /// <param name="train">Applied to each training batch in turn.</param>
    /// <param name="test">Applied to images that are only embedded.</param>
    /// <exception cref="ArgumentException">Counts do not fit, or there are fewer images than a batch has.</exception>
    public PairBatches(Tensor images, IReadOnlyList<long> owners, TextFeatures texts, int batch, long seed, IReadOnlyList<Transform> train, IReadOnlyList<Transform> test)
    {
        CaptionOwners.Check(owners, images.size(0), texts.Captions.size(0));
        if (texts.LongTexts is { } longTexts && longTexts.size(0) != images.size(0))
            throw new ArgumentException($"{texts.Source}: {longTexts.size(0)} long texts for {images.size(0)} images.", nameof(texts));
        if (batch < 2 || batch > images.size(0)) throw new ArgumentException($"A batch of {batch} pairs: 2 to {images.size(0)}, the number of images, is possible.", nameof(batch));
        (_images, Owners, Texts, _batch, _seed, _train, _test) = (images, owners, texts, batch, seed, train, test);
        _captions = [.. Enumerable.Range(0, (int)images.size(0)).Select(_ => new List<long>())];
        for (var t = 0; t < owners.Count; t++) _captions[owners[t]].Add(t);
    }

    /// <summary>For each caption the number of its image.</summary>
    public IReadOnlyList<long> Owners { get; }

    /// <summary>The captions' features.</summary>
    public TextFeatures Texts { get; }

    /// <summary>N.</summary>
    public long ImageCount => _images.size(0);

    /// <summary>Batches an epoch.</summary>
    public int Count => (int)ImageCount / _batch;

    /// <summary>The training batches of an epoch, counted from 0.</summary>
    public IEnumerable<PairBatch> Epoch(int epoch)
    {
        var seed = Seeds.Derive(_seed, epoch);
        var order = Shuffle.Order((int)ImageCount, Seeds.Derive(seed, 0));
        using var random = new Generator((ulong)Seeds.Derive(seed, 1));
        var draw = new Random((int)(Seeds.Derive(seed, 2) & int.MaxValue));
        for (var i = 0; i < Count; i++)
        {
            var batch = Make(order.AsSpan(i * _batch, _batch), draw, random);
            try
            {
                yield return batch;
            }
            finally
            {
                batch.Images.Dispose();
                batch.Captions.Dispose();
                batch.LongTexts?.Dispose();
            }
        }
    }

    /// <summary>A range of the images, as a network that is evaluated takes them.</summary>
    public Tensor TestImages(long start, long length)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(0);
        return _test.Aggregate(_images.narrow(0, start, length), (x, transform) => transform(x, random)).MoveToOuterDisposeScope();
    }

    private PairBatch Make(ReadOnlySpan<int> chosen, Random draw, Generator random)
    {
        var (rows, texts) = (new long[chosen.Length], new long[chosen.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = chosen[i];
            var own = _captions[chosen[i]];
            texts[i] = own[draw.Next(own.Count)];
        }
        using var scope = NewDisposeScope();
        var which = tensor(rows, device: _images.device);
        var images = _train.Aggregate(_images.index_select(0, which), (x, transform) => transform(x, random));
        var captions = Texts.Captions.index_select(0, tensor(texts, device: _images.device));
        return new PairBatch(scope.Detach(images), scope.Detach(captions), Texts.LongTexts is null ? null : scope.Detach(Texts.LongTexts.index_select(0, which)));
    }
}
