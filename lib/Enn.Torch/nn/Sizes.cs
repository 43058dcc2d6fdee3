namespace TorchSharp;

/// <summary>Sizes of each dimension, from the forms in which callers give them.</summary>
internal static class Sizes
{
    internal static long[] Repeat(long value, int count)
    {
        var sizes = new long[count];
        Array.Fill(sizes, value);
        return sizes;
    }

    internal static long[]? Repeat(long? value, int count) => value is { } v ? Repeat(v, count) : null;
    internal static long[] Of((long, long) s) => [s.Item1, s.Item2];
    internal static long[] Of((long, long, long) s) => [s.Item1, s.Item2, s.Item3];
    internal static long[] Of((long, long)? s, long otherwise) => s is { } v ? Of(v) : Repeat(otherwise, 2);
    internal static long[] Of((long, long, long)? s, long otherwise) => s is { } v ? Of(v) : Repeat(otherwise, 3);
    internal static long[]? Of((long, long)? s) => s is { } v ? Of(v) : null;
    internal static long[]? Of((long, long, long)? s) => s is { } v ? Of(v) : null;
}
