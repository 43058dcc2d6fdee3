using System.Buffers.Binary;
using System.IO.Compression;

namespace Enn.Data;

/// <summary>
/// An array of bytes in the IDX format of the MNIST family: two zero bytes, an element type (8: unsigned byte), the number of dimensions, each dimension
/// as a big-endian 32-bit number, then the values in row-major order. Plain or gzip-compressed, told apart by content.
/// </summary>
/// <param name="Source">Where it was read from, for messages.</param>
/// <param name="Shape">The dimensions, as declared.</param>
/// <param name="Values">The values; their number is the product of <paramref name="Shape"/>.</param>
public sealed record IdxFile(string Source, int[] Shape, byte[] Values)
{
    private const int UnsignedByte = 8;
    private const int MaxDimensions = 8;

    /// <summary>Reads and validates a whole file.</summary>
    /// <exception cref="InvalidDataException">The content is not a whole, uncorrupted IDX array of bytes; the message names file, offset and reason.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IdxFile Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(file, path);
    }

    /// <summary>Reads and validates an array from a seekable stream that holds nothing else.</summary>
    /// <param name="stream">Plain or gzip-compressed IDX data.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Read(string)"/>.</exception>
    public static IdxFile Read(Stream stream, string source)
    {
        var compressed = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
        stream.Position = 0;
        var limit = compressed ? checked(stream.Length * BoundedReader.DeflateLimit) : stream.Length;
        using var content = compressed ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : null;
        var reader = new BoundedReader(content ?? stream, source);

        var magic = reader.Take(4, "the header");
        if (magic[0] != 0 || magic[1] != 0) throw reader.Corrupt(0, $"not an IDX file: it begins with {magic[0]:x2} {magic[1]:x2} instead of two zero bytes");
        if (magic[2] != UnsignedByte) throw reader.Corrupt(2, $"element type 0x{magic[2]:x2} where 0x08 (unsigned byte) is expected");
        if (magic[3] is 0 or > MaxDimensions) throw reader.Corrupt(3, $"{magic[3]} dimensions where 1 to {MaxDimensions} are expected");

        var sizes = reader.Take(4 * magic[3], "the dimensions");
        var shape = new int[magic[3]];
        long count = 1;
        for (var i = 0; i < shape.Length; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(sizes.AsSpan(4 * i));
            if (size > int.MaxValue || (count *= size) > Math.Min(limit, Array.MaxLength))
                throw reader.Corrupt(4 + 4 * i, $"dimension {i} is {size}: the file of {stream.Length} bytes cannot hold so many values");
            shape[i] = (int)size;
        }

        var values = reader.Take((int)count, "the values");
        reader.ExpectEnd();
        if (compressed) ExpectLength(stream, source, 4 + sizes.Length + values.Length);
        return new IdxFile(source, shape, values);
    }

    // The gzip layer accepts a stream whose checksum and length are cut off; the length is the last thing in the file.
    private static void ExpectLength(Stream stream, string source, int length)
    {
        var trailer = new byte[4];
        stream.Seek(-trailer.Length, SeekOrigin.End);
        stream.ReadExactly(trailer);
        if (BinaryPrimitives.ReadInt32LittleEndian(trailer) != length)
            throw new InvalidDataException($"{source}: at byte {length}: the compressed file does not end with the length of its content: it is cut off, or something follows it");
    }
}
