namespace Enn.Data;

/// <summary>Takes pieces of declared length from a stream: counts what it hands out, so that errors say where they are, and never trusts a declared length with memory.</summary>
internal sealed class BoundedReader(Stream stream, string source, long start = 0)
{
    private const int FirstBlock = 1 << 20;

    /// <summary>No deflate stream grows by more than this factor, so a larger declared size is a lie that needs no reading.</summary>
    internal const long DeflateLimit = 1032;

    /// <summary>Where the next byte comes from, counted in the content (in the uncompressed one of a compressed file).</summary>
    internal long Offset { get; private set; } = start;

    internal InvalidDataException Corrupt(long offset, string reason, Exception? cause = null) => Damage.At(source, offset, reason, cause);

    /// <summary>Exactly <paramref name="count"/> bytes. Space grows with what really arrives, not with what was declared.</summary>
    internal byte[] Take(int count, string what)
    {
        var begin = Offset;
        var bytes = new byte[Math.Min(count, FirstBlock)];
        for (var filled = 0; filled < count;)
        {
            if (filled == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
            var read = Next(bytes.AsSpan(filled));
            if (read == 0) throw Corrupt(Offset, $"the file ends within {what}: {count - filled} of {count} bytes from byte {begin} on are missing");
            filled += read;
        }
        return bytes;
    }

    /// <summary>Reading to the end also makes a compression layer check its checksum.</summary>
    internal void ExpectEnd()
    {
        if (Next(new byte[1]) != 0) throw Corrupt(Offset - 1, "more data than the header declares");
    }

    private int Next(Span<byte> target)
    {
        try
        {
            var read = stream.Read(target);
            Offset += read;
            return read;
        }
        catch (InvalidDataException error)
        {
            throw Corrupt(Offset, $"the compressed data is corrupt ({error.Message})", error);
        }
    }
}
