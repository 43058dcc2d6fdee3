using System.Buffers.Binary;
using System.Text;

namespace Enn.Data.Weights;

/// <summary>A file in a zip archive: where its bytes lie.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Offset">Its first byte in the archive's file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Checksum">Their CRC-32.</param>
internal readonly record struct StoredEntry(string Name, long Offset, long Length, uint Checksum);

/// <summary>
/// The directory of a zip archive (also zip64) whose files are stored as they are, as PyTorch writes them, so that each can be read where it lies. Everything
/// is checked against the file's length first.
/// </summary>
internal static class StoredZip
{
    private const uint LocalSignature = 0x04034b50, CentralSignature = 0x02014b50, EndSignature = 0x06054b50, End64Signature = 0x06064b50, Locator64Signature = 0x07064b50;
    private const int LocalSize = 30, CentralSize = 46, EndSize = 22, Locator64Size = 20, End64Size = 56;
    private const int LongestComment = ushort.MaxValue;

    /// <summary>Reads the directory.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or a file in it is compressed or encrypted.</exception>
    internal static Dictionary<string, StoredEntry> Read(FileStream file, string source)
    {
        var (count, start, size) = End(file, source);
        var directory = Bytes(file, source, start, size, "the zip directory");
        var entries = new Dictionary<string, StoredEntry>();
        var at = 0;
        for (var i = 0L; i < count; i++)
        {
            var record = directory.AsSpan(at);
            if (record.Length < CentralSize || U32(record) != CentralSignature) throw Damage.At(source, start + at, "no entry of the zip directory");
            var (name, extra, comment) = (U16(record[28..]), U16(record[30..]), U16(record[32..]));
            if (record.Length < CentralSize + name + extra + comment) throw Damage.At(source, start + at, "an entry of the zip directory is longer than the directory");
            var path = Encoding.UTF8.GetString(record.Slice(CentralSize, name));
            if ((U16(record[8..]) & 1) != 0) throw Damage.At(source, start + at, $"'{path}' is encrypted");
            if (U16(record[10..]) != 0) throw Damage.At(source, start + at, $"'{path}' is compressed; PyTorch stores files as they are");
            long packed = U32(record[20..]), length = U32(record[24..]), local = U32(record[42..]);
            Extend(record.Slice(CentralSize + name, extra), ref length, ref packed, ref local);
            if (packed != length) throw Damage.At(source, start + at, $"'{path}' has {length} bytes stored as {packed}");
            if (!entries.TryAdd(path, Locate(file, source, path, local, length, U32(record[16..])))) throw Damage.At(source, start + at, $"'{path}' is there twice");
            at += CentralSize + name + extra + comment;
        }
        return entries;
    }

    /// <summary>Reads bytes that must be there.</summary>
    internal static byte[] Bytes(FileStream file, string source, long offset, long length, string what)
    {
        if (offset < 0 || length < 0 || offset > file.Length || length > Math.Min(file.Length - offset, Array.MaxLength))
            throw Damage.At(source, Math.Clamp(offset, 0, file.Length), $"{what} should have {length} bytes from byte {offset}; the file ends at {file.Length}");
        var bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static (long Count, long Start, long Size) End(FileStream file, string source)
    {
        var tailStart = Math.Max(0, file.Length - EndSize - LongestComment);
        var tail = Bytes(file, source, tailStart, file.Length - tailStart, "the end");
        for (var at = tail.Length - EndSize; at >= 0; at--)
        {
            var record = tail.AsSpan(at);
            if (U32(record) != EndSignature || at + EndSize + U16(record[20..]) != tail.Length) continue;
            return End64(file, source, tailStart + at) ?? (U16(record[10..]), U32(record[16..]), U32(record[12..]));
        }
        throw Damage.At(source, file.Length, "the zip directory is missing: the file is cut off");
    }

    private static (long Count, long Start, long Size)? End64(FileStream file, string source, long end)
    {
        if (end < Locator64Size) return null;
        var locator = Bytes(file, source, end - Locator64Size, Locator64Size, "the zip64 locator");
        if (U32(locator) != Locator64Signature) return null;
        var record = Bytes(file, source, (long)U64(locator.AsSpan(8)), End64Size, "the zip64 directory's end");
        if (U32(record) != End64Signature) throw Damage.At(source, end - Locator64Size, "the zip64 locator points to no end of a directory");
        return ((long)U64(record.AsSpan(32)), (long)U64(record.AsSpan(48)), (long)U64(record.AsSpan(40)));
    }

    // Sizes and places that do not fit 32 bits are in the extra field of number 1, in this order, each only where its place holds all ones.
    private static void Extend(ReadOnlySpan<byte> extra, ref long length, ref long packed, ref long local)
    {
        while (extra.Length >= 4)
        {
            var size = Math.Min(U16(extra[2..]), extra.Length - 4);
            if (U16(extra) == 1)
            {
                var fields = extra.Slice(4, size);
                Take(ref length, ref fields);
                Take(ref packed, ref fields);
                Take(ref local, ref fields);
                return;
            }
            extra = extra[(4 + size)..];
        }

        static void Take(ref long value, ref ReadOnlySpan<byte> fields)
        {
            if (value != uint.MaxValue || fields.Length < 8) return;
            value = (long)U64(fields);
            fields = fields[8..];
        }
    }

    private static StoredEntry Locate(FileStream file, string source, string path, long local, long length, uint checksum)
    {
        var header = Bytes(file, source, local, LocalSize, $"the header of '{path}'");
        if (U32(header) != LocalSignature) throw Damage.At(source, local, $"no header of '{path}', which the zip directory promises");
        var data = local + LocalSize + U16(header.AsSpan(26)) + U16(header.AsSpan(28));
        if (data > file.Length || length < 0 || length > file.Length - data) throw Damage.At(source, local, $"'{path}' should have {length} bytes; the file ends at {file.Length}");
        return new(path, data, length, checksum);
    }

    private static int U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static ulong U64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
