using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// Where right answers come in a retrieval in both directions, with any number of captions an image. Ranks count from 1, and ties count against the right answer:
/// rank = 1 + the number of wrong answers that do not score less. A score that is not a number is such a wrong answer.
/// </summary>
/// <param name="OfImages">For each image the rank of the best of its captions among it and all captions of other images.</param>
/// <param name="OfTexts">For each caption the rank of its image among all images.</param>
public sealed record RetrievalRanks(IReadOnlyList<long> OfImages, IReadOnlyList<long> OfTexts)
{
    // Unit vectors in steps of 2^-24: products and their sums are integers below 2^53, so float64 has them exactly, in whatever order a library adds.
    private const double Steps = 1 << 24;

    /// <summary>Recall@K from images to texts, in [0, 1]: the share of images that find one of their captions among the first K.</summary>
    public double ImageToText(int k) => Share(OfImages, k);

    /// <summary>Recall@K from texts to images, in [0, 1]: the share of captions that find their image among the first K.</summary>
    public double TextToImage(int k) => Share(OfTexts, k);

    /// <summary>
    /// Ranks by cosine. Embeddings are taken in steps of 2^-24 after normalisation, and cosines of these are exact: equal embeddings tie exactly, and no result
    /// depends on the size of blocks, the number of threads or the library.
    /// </summary>
    /// <param name="images">[N, E], on any device.</param>
    /// <param name="texts">[T, E].</param>
    /// <param name="owners">For each caption the number of its image.</param>
    /// <param name="block">Images that are compared with all texts at a time.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, an embedding is not finite, a caption has no image or an image no caption.</exception>
    public static RetrievalRanks Of(Tensor images, Tensor texts, IReadOnlyList<long> owners, int block = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        if (images.ndim != 2 || texts.ndim != 2 || images.size(1) != texts.size(1))
            throw new ArgumentException($"Embeddings of images are [{string.Join(", ", images.shape)}] and of texts [{string.Join(", ", texts.shape)}]: [N, E] and [T, E] are needed.", nameof(texts));
        CaptionOwners.Check(owners, images.size(0), texts.size(0));
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var (x, y) = (OnGrid(images, nameof(images)), OnGrid(texts, nameof(texts)));
        var positives = (x.index_select(0, tensor(owners.ToArray(), device: x.device)) * y).sum(1);
        var across = y.t();
        return Count(images.size(0), owners, positives, start => x.narrow(0, start, Math.Min(block, x.size(0) - start)).matmul(across));
    }

    /// <summary>Ranks by scores of any kind; they are compared as they are.</summary>
    /// <param name="scores">[N, T]: the larger, the better text and image fit.</param>
    /// <param name="owners">For each caption the number of its image.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, a caption has no image or an image no caption.</exception>
    public static RetrievalRanks OfScores(Tensor scores, IReadOnlyList<long> owners)
    {
        if (scores.ndim != 2) throw new ArgumentException($"Scores are [{string.Join(", ", scores.shape)}]: [N, T] is needed.", nameof(scores));
        CaptionOwners.Check(owners, scores.size(0), scores.size(1));
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var positives = scores.gather(0, tensor(owners.ToArray(), device: scores.device).unsqueeze(0)).squeeze(0);
        return Count(scores.size(0), owners, positives, start => scores.narrow(0, start, scores.size(0) - start));
    }

    private static RetrievalRanks Count(long images, IReadOnlyList<long> owners, Tensor positives, Func<long, Tensor> block)
    {
        var right = positives.to(ScalarType.Float64).cpu().data<double>().ToArray();
        var best = Enumerable.Repeat(double.NegativeInfinity, (int)images).ToArray();
        // Math.Max hands on what is not a number.
        for (var t = 0; t < right.Length; t++) best[owners[t]] = Math.Max(best[owners[t]], right[t]);
        var limits = tensor(best, device: positives.device).to(positives.dtype).unsqueeze(1);
        var (ofImages, notLess) = (new long[images], zeros(right.Length, dtype: ScalarType.Int64, device: positives.device));
        for (long start = 0, rows; start < images; start += rows)
        {
            using var inner = NewDisposeScope();
            var scores = block(start);
            rows = scores.size(0);
            scores.lt(limits.narrow(0, start, rows)).logical_not().sum(1).cpu().data<long>().ToArray().CopyTo(ofImages, start);
            notLess.add_(scores.lt(positives).logical_not().sum(0));
        }
        // Of an image's own captions only the best is an answer: the place of that one, instead of all that tie with it.
        for (var i = 0; i < images; i++) ofImages[i]++;
        for (var t = 0; t < right.Length; t++)
            if (!(right[t] < best[owners[t]])) ofImages[owners[t]]--;
        // The right image does not score less than itself, which is the 1 of its rank.
        return new RetrievalRanks(ofImages, notLess.cpu().data<long>().ToArray());
    }

    private static Tensor OnGrid(Tensor embeddings, string name)
    {
        var rows = embeddings.to(ScalarType.Float64);
        if (!rows.isfinite().all().item<bool>()) throw new ArgumentException($"Embeddings of {name} are not finite: the training has diverged; a lower learning rate helps.", name);
        return (nn.functional.normalize(rows) * Steps).round();
    }

    private static double Share(IReadOnlyList<long> ranks, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return (double)ranks.Count(rank => rank <= k) / ranks.Count;
    }
}
