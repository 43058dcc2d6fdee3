using Enn.Data.Captions;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>What one query found.</summary>
/// <param name="Query">The number of the image, or of the caption.</param>
/// <param name="Found">Numbers of the captions, or of the images, best first.</param>
/// <param name="Right">For each of them whether it belongs to the query.</param>
public sealed record RetrievalExample(long Query, IReadOnlyList<long> Found, IReadOnlyList<bool> Right);

/// <summary>Examples of a retrieval to look at: captions found for images as text, images found for captions as one picture.</summary>
public static class ExampleGrid
{
    private const int Border = 2;

    private static readonly byte[] RightColour = [30, 160, 60], WrongColour = [200, 50, 40];

    /// <summary>The best captions of some images.</summary>
    /// <param name="images">Unit vectors [N, E].</param>
    /// <param name="texts">Unit vectors [T, E].</param>
    /// <param name="owners">For each caption the number of its image.</param>
    /// <param name="queries">Numbers of images.</param>
    /// <param name="count">Captions an image.</param>
    public static IReadOnlyList<RetrievalExample> CaptionsOf(Tensor images, Tensor texts, IReadOnlyList<long> owners, IReadOnlyList<long> queries, int count) =>
        Best(images, texts, queries, count, (image, text) => owners[(int)text] == image);

    /// <summary>The best images of some captions.</summary>
    /// <param name="images">Unit vectors [N, E].</param>
    /// <param name="texts">Unit vectors [T, E].</param>
    /// <param name="owners">For each caption the number of its image.</param>
    /// <param name="queries">Numbers of captions.</param>
    /// <param name="count">Images a caption.</param>
    public static IReadOnlyList<RetrievalExample> ImagesOf(Tensor images, Tensor texts, IReadOnlyList<long> owners, IReadOnlyList<long> queries, int count) =>
        Best(texts, images, queries, count, (text, image) => owners[(int)text] == image);

    /// <summary>The images that captions found, a row a caption, framed in green where right and in red where wrong: uint8 [3, rows, columns].</summary>
    /// <param name="set">The set.</param>
    /// <param name="examples">Of <see cref="ImagesOf"/>, at least one.</param>
    public static Tensor Picture(CaptionedSet set, IReadOnlyList<RetrievalExample> examples)
    {
        if (examples.Count == 0) throw new ArgumentException("There are no examples.", nameof(examples));
        using var scope = NewDisposeScope();
        var rows = examples.Select(example => cat([.. example.Found.Select((image, i) => Framed(set.Images[image].cpu(), example.Right[i] ? RightColour : WrongColour))], 2));
        return cat([.. rows], 1).MoveToOuterDisposeScope();
    }

    /// <summary>The captions that images found, as lines of Markdown.</summary>
    /// <param name="set">The set.</param>
    /// <param name="examples">Of <see cref="CaptionsOf"/>.</param>
    public static string Text(CaptionedSet set, IReadOnlyList<RetrievalExample> examples) => string.Join('\n', examples.SelectMany(example =>
        example.Found.Select((text, i) => $"   {i + 1}. {(example.Right[i] ? "right" : "wrong")}: {set.Captions[(int)text]}").Prepend($"- {set.Items[(int)example.Query].File}")));

    private static List<RetrievalExample> Best(Tensor asking, Tensor asked, IReadOnlyList<long> queries, int count, Func<long, long, bool> right)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var (_, found) = asking.index_select(0, tensor(queries.ToArray(), device: asking.device)).matmul(asked.t()).topk((int)Math.Min(count, asked.size(0)), 1);
        return [.. queries.Select((query, row) =>
        {
            var list = found[row].cpu().data<long>().ToArray();
            return new RetrievalExample(query, list, [.. list.Select(one => right(query, one))]);
        })];
    }

    private static Tensor Framed(Tensor image, byte[] colour)
    {
        var (height, width) = (image.size(1), image.size(2));
        var frame = tensor(colour, [3, 1, 1], dtype: ScalarType.Byte).expand(3, height + 2 * Border, width + 2 * Border).clone();
        frame.narrow(1, Border, height).narrow(2, Border, width).copy_(image);
        return frame;
    }
}
