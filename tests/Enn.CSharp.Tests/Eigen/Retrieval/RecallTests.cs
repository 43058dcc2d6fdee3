using Enn.CSharp.Tests.NonNegative;
using Enn.Eigen;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eigen.Retrieval;

/// <summary>Recall in both directions.</summary>
public class RecallTests
{
    private static long[] OneEach(int count) => [.. Enumerable.Range(0, count).Select(i => (long)i)];

    // By sorting in the worst order: wrong answers before right ones of the same score.
    private static RetrievalRanks BruteForce(double[,] scores, long[] owners)
    {
        static bool Less(double a, double b) => a < b;
        var (images, texts) = (scores.GetLength(0), scores.GetLength(1));
        var ofImages = Enumerable.Range(0, images).Select(i =>
        {
            var own = Enumerable.Range(0, texts).Where(t => owners[t] == i).ToList();
            return own.Min(t => 1L + Enumerable.Range(0, texts).Count(other => owners[other] != i && !Less(scores[i, other], scores[i, t])));
        });
        var ofTexts = Enumerable.Range(0, texts).Select(t => 1L + Enumerable.Range(0, images).Count(i => i != owners[t] && !Less(scores[i, t], scores[owners[t], t])));
        return new RetrievalRanks([.. ofImages], [.. ofTexts]);
    }

    private static void Same(RetrievalRanks expected, RetrievalRanks actual)
    {
        Assert.Equal(expected.OfImages, actual.OfImages);
        Assert.Equal(expected.OfTexts, actual.OfTexts);
    }

    // Every image has a caption, in no order.
    private static long[] Owners(Draw draw, int images, int texts) =>
        [.. Enumerable.Range(0, texts).Select(t => (long)(t < images ? t : draw.Int(0, images - 1))).OrderBy(_ => draw.Int(0, 1 << 20))];

    [Fact]
    public void Ranks_equal_those_of_brute_force_with_many_ties() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var images = draw.Int(1, 12);
        var texts = draw.Int(images, 40);
        var owners = Owners(draw, images, texts);
        var values = new double[images, texts];
        for (var i = 0; i < images; i++)
            for (var t = 0; t < texts; t++) values[i, t] = draw.Int(-2, 2);
        var scores = tensor(values.Cast<double>().ToArray(), [images, texts]).to(draw.One(ScalarType.Float32, ScalarType.Float64, ScalarType.Int64));
        Same(BruteForce(values, owners), RetrievalRanks.OfScores(scores, owners));
    }, 150);

    [Fact]
    public void Ranks_of_embeddings_are_exact_and_do_not_depend_on_blocks_or_scale() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var (images, width) = (draw.Int(1, 12), draw.Int(1, 40));
        var texts = draw.Int(images, 40);
        var owners = Owners(draw, images, texts);
        // Few different vectors, so that many pairs have exactly equal cosines.
        var pool = draw.Normal([4, width], ScalarType.Float32);
        Tensor Some(int count) => pool.index_select(0, tensor(Enumerable.Range(0, count).Select(_ => (long)draw.Int(0, 3)).ToArray()));
        var (x, y) = (Some(images), Some(texts));
        // The reference in 128-bit integers, of the same steps.
        static long[][] Steps(Tensor rows) => [.. Enumerable.Range(0, (int)rows.size(0)).Select(i => (nn.functional.normalize(rows.to(ScalarType.Float64)) * (1 << 24)).round().to(ScalarType.Int64)[i].data<long>().ToArray())];
        var (a, b) = (Steps(x), Steps(y));
        var values = new double[images, texts];
        for (var i = 0; i < images; i++)
            for (var t = 0; t < texts; t++) values[i, t] = (double)a[i].Zip(b[t], (p, q) => (Int128)p * q).Aggregate((Int128)0, (sum, product) => sum + product);
        var expected = BruteForce(values, owners);
        foreach (var block in new[] { 1, 3, 256 }) Same(expected, RetrievalRanks.Of(x, y, owners, block));
        Same(expected, RetrievalRanks.Of(x * 8, y * 0.25, owners));
    }, 60);

    [Fact]
    public void Equal_embeddings_tie_whatever_the_shape_of_the_product()
    {
        var draw = new Draw(5);
        var (count, width) = (67, 129);
        var one = draw.Normal([1, width], ScalarType.Float32);
        var ranks = RetrievalRanks.Of(one.expand(count, -1), draw.Normal([1, width], ScalarType.Float32).expand(count, -1), OneEach(count), 16);
        Assert.All(ranks.OfImages.Concat(ranks.OfTexts), rank => Assert.Equal(count, rank));
    }

    [Fact]
    public void Identity_is_perfect_and_constant_scores_are_nothing()
    {
        const int Count = 20;
        var perfect = RetrievalRanks.Of(eye(Count), eye(Count), OneEach(Count));
        var constant = RetrievalRanks.OfScores(ones(Count, Count), OneEach(Count));
        foreach (var k in new[] { 1, 5, 10, Count })
        {
            Assert.Equal((1.0, 1.0), (perfect.ImageToText(k), perfect.TextToImage(k)));
            var expected = k < Count ? 0.0 : 1.0;
            Assert.Equal((expected, expected), (constant.ImageToText(k), constant.TextToImage(k)));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => perfect.ImageToText(0));
        // With fewer answers than K all are among the first K.
        var few = RetrievalRanks.OfScores(ones(3, 3), OneEach(3));
        Assert.Equal((1.0, 1.0), (few.ImageToText(10), few.TextToImage(10)));
    }

    [Fact]
    public void Random_scores_give_K_of_N_and_recall_grows_with_K()
    {
        const int Count = 2000;
        var random = RetrievalRanks.OfScores(new Draw(3).Normal([Count, Count], ScalarType.Float32), OneEach(Count));
        foreach (var k in new[] { 10, 100, 700 })
        {
            var expected = (double)k / Count;
            var deviation = Math.Sqrt(expected * (1 - expected) / Count);
            Assert.InRange(random.ImageToText(k), expected - 3 * deviation, expected + 3 * deviation);
            Assert.InRange(random.TextToImage(k), expected - 3 * deviation, expected + 3 * deviation);
        }
        Assert.All(Enumerable.Range(1, 200), k => Assert.True(random.ImageToText(k) <= random.ImageToText(k + 1) && random.TextToImage(k) <= random.TextToImage(k + 1)));
    }

    [Fact]
    public void Five_captions_an_image_by_hand()
    {
        // Two images, captions 0-4 of the first and 5-9 of the second. Image 0 prefers caption 7, then its own 2; image 1 prefers captions 0, 1 and 3, then its own 9.
        var scores = tensor(new float[]
        {
            1, 2, 8, 3, 0,   4, 5, 9, 6, 0,
            9, 8, 1, 7, 0,   2, 3, 4, 5, 6,
        }, [2, 10]);
        var ranks = RetrievalRanks.OfScores(scores, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
        Assert.Equal([2, 4], ranks.OfImages);
        // Caption 4 ties, which counts as wrong; 5, 6, 7 and 8 score higher with image 0.
        Assert.Equal([2, 2, 1, 2, 2, 2, 2, 2, 2, 1], ranks.OfTexts);
        Assert.Equal((0.0, 0.2, 1.0, 1.0), (ranks.ImageToText(1), ranks.TextToImage(1), ranks.ImageToText(5), ranks.TextToImage(5)));
    }

    [Fact]
    public void What_is_not_a_number_is_never_a_hit()
    {
        var scores = eye(6);
        scores[2, 2].fill_(double.NaN);
        scores[3, 4].fill_(double.NaN);
        var ranks = RetrievalRanks.OfScores(scores, OneEach(6));
        Assert.Equal([1, 1, 6, 2, 1, 1], ranks.OfImages);
        Assert.Equal([1, 1, 6, 1, 2, 1], ranks.OfTexts);
        Assert.Contains("diverged", Assert.Throws<ArgumentException>(() => RetrievalRanks.Of(scores, eye(6), OneEach(6))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Captions_without_image_and_images_without_caption_are_refused()
    {
        void Refused(string reason, Action call) => Assert.Contains(reason, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
        Refused("Caption 2 is of image 3", () => RetrievalRanks.OfScores(ones(3, 3), [0, 1, 3]));
        Refused("Caption 0 is of image -1", () => RetrievalRanks.OfScores(ones(3, 3), [-1, 1, 2]));
        Refused("Image 1 has no caption", () => RetrievalRanks.OfScores(ones(3, 3), [0, 2, 2]));
        Refused("2 captions are said", () => RetrievalRanks.OfScores(ones(3, 3), [0, 1]));
        Refused("[3, 4]", () => RetrievalRanks.Of(ones(3, 4), ones(3, 5), OneEach(3)));
        Refused("[3]", () => RetrievalRanks.OfScores(ones(3), OneEach(3)));
    }
}
