namespace Enn.Data.Fetching;

/// <summary>
/// Looks through the headers of a tar archive before the framework's reader does, which takes as much memory as an extended header declares. Files above 8 GB,
/// whose size stands elsewhere, are not in our archives.
/// </summary>
internal static class TarHeaders
{
    private const int Block = 512;
    private const int SizeAt = 124;
    private const int SizeLength = 12;
    private const int TypeAt = 156;
    private const long LongestExtended = 1 << 16;

    /// <summary>Reads all headers.</summary>
    /// <exception cref="InvalidDataException">A size is no number, an extended header is longer than any honest one or gives an entry another size than its own header, or all sizes together are above the limit.</exception>
    internal static void Check(string path, Stream content, long limit, CancellationToken cancel)
    {
        var total = 0L;
        var header = new byte[Block];
        var skipped = new byte[Block * 128];
        for (long offset = 0; content.ReadAtLeast(header, Block, throwOnEndOfStream: false) == Block; offset += Block)
        {
            cancel.ThrowIfCancellationRequested();
            if (!header.AsSpan().ContainsAnyExcept((byte)0)) continue;
            if (Size(header.AsSpan(SizeAt, SizeLength)) is not { } size) throw Damage.At(path, offset + SizeAt, "an entry's size is no number");
            var isExtended = header[TypeAt] is (byte)'x' or (byte)'g' or (byte)'L' or (byte)'K';
            if (isExtended && size > LongestExtended) throw Damage.At(path, offset + SizeAt, $"an extended header of {size} bytes");
            if (!isExtended && (total += size) > limit) throw Damage.At(path, offset + SizeAt, $"an entry of {size} bytes brings the unpacked size above {limit} bytes, which this data set cannot have");
            var padded = (size + Block - 1) / Block * Block;
            for (var left = padded; left > 0;)
            {
                var read = content.Read(skipped, 0, (int)Math.Min(left, skipped.Length));
                if (read == 0) return;
                cancel.ThrowIfCancellationRequested();
                // The framework's reader would take the next header from elsewhere than this loop.
                if (isExtended && skipped.AsSpan(0, read).IndexOf(" size="u8) >= 0) throw Damage.At(path, offset, "an extended header that gives a size");
                left -= read;
            }
            offset += padded;
        }
    }

    // Octal digits between blanks. With the top bit set it would be a binary number, for files above 8 GB.
    private static long? Size(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0) return null;
        long size = 0;
        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7') return null;
            size = 8 * size + digit - '0';
        }
        return size;
    }
}
