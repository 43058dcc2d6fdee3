using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// Features of texts without a tokenizer: character n-grams, hashed into buckets and counted. Texts are taken in lower case with single spaces, and one at either
/// end, so n-grams see where words begin and end. Values are square roots of counts with the sign of a second hash, scaled to unit length.
/// </summary>
/// <param name="Buckets">D.</param>
/// <param name="Shortest">The smallest n.</param>
/// <param name="Longest">The largest n.</param>
public sealed record HashedNgrams(int Buckets = 2048, int Shortest = 3, int Longest = 5)
{
    /// <summary>Features, float32 [T, D].</summary>
    /// <exception cref="ArgumentException">Sizes are not positive, or the largest n is below the smallest.</exception>
    public Tensor Of(IReadOnlyList<string> texts)
    {
        if (Buckets < 1 || Shortest < 1 || Longest < Shortest) throw new ArgumentException($"{this}: at least one bucket, and n-grams of at least one character, are needed.");
        var values = new float[(long)texts.Count * Buckets];
        for (var t = 0; t < texts.Count; t++) Count(texts[t], values.AsSpan(t * Buckets, Buckets));
        return tensor(values, [texts.Count, Buckets]);
    }

    private void Count(string text, Span<float> row)
    {
        var runes = Plain(text).EnumerateRunes().ToArray();
        for (var n = Shortest; n <= Longest; n++)
        {
            for (var start = 0; start + n <= runes.Length; start++)
            {
                var hash = Hash(runes.AsSpan(start, n));
                // The top bit decides the sign: n-grams that share a bucket cancel on average instead of adding up.
                row[(int)((hash & long.MaxValue) % (ulong)Buckets)] += hash >> 63 == 0 ? 1 : -1;
            }
        }
        var squares = 0.0;
        foreach (ref var value in row)
        {
            squares += Math.Abs(value);
            value = MathF.CopySign(MathF.Sqrt(MathF.Abs(value)), value);
        }
        var scale = squares > 0 ? (float)(1 / Math.Sqrt(squares)) : 0;
        foreach (ref var value in row) value *= scale;
    }

    private static string Plain(string text) =>
        $" {string.Join(' ', text.Normalize(NormalizationForm.FormC).ToLower(CultureInfo.InvariantCulture).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))} ";

    // FNV-1a of 64 bits over code points, mixed at the end: the same on every machine.
    private static ulong Hash(ReadOnlySpan<Rune> runes)
    {
        var hash = 14695981039346656037UL;
        foreach (var rune in runes) hash = unchecked((hash ^ (uint)rune.Value) * 1099511628211UL);
        hash = unchecked((hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL);
        return hash ^ (hash >> 33);
    }
}
