namespace Enn.Data.Weights;

/// <summary>The checksum of zip archives: CRC-32 with the reflected polynomial 0xEDB88320.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <summary>The checksum of some bytes, or of more bytes after others.</summary>
    internal static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var state = ~before;
        foreach (var value in bytes) state = Table[(byte)(state ^ value)] ^ (state >> 8);
        return ~state;
    }

    private static uint Entry(int index)
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
        return value;
    }
}
