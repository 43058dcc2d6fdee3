namespace Enn.Data.Fetching;

/// <summary>The checksum of zip entries (polynomial 0xEDB88320), which the framework's reader does not compare.</summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value =>
    {
        var remainder = (uint)value;
        for (var bit = 0; bit < 8; bit++) remainder = (remainder & 1) != 0 ? remainder >> 1 ^ Polynomial : remainder >> 1;
        return remainder;
    })];

    private uint _state = uint.MaxValue;

    internal uint Value => ~_state;

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) _state = Table[(byte)(_state ^ value)] ^ _state >> 8;
    }
}
