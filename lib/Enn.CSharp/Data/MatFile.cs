using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Enn.Data;

/// <summary>
/// The numeric arrays of a MATLAB 5 MAT-file, little-endian, compressed or not: what data sets are published in. Cells, structures, text, sparse and complex
/// arrays are refused. Format: MathWorks, "MAT-File Format", chapter 1.
/// </summary>
public static class MatFile
{
    private const int HeaderLength = 128;
    private const int VersionAt = 124;
    private const int Matrix = 14;
    private const int Compressed = 15;
    private const int FirstNumericClass = 6;
    private const int LastNumericClass = 15;
    private const int MaxDimensions = 16;
    private const byte ComplexFlag = 0x08;

    /// <summary>Reads all arrays of a file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of another kind; the message names file, offset and reason. In compressed arrays the offset counts uncompressed bytes from the array's own start.</exception>
    public static IReadOnlyList<MatArray> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var header = new BoundedReader(file, path).Take(HeaderLength, "the header");
        if (header[VersionAt + 1] != 1 || header[VersionAt + 2] != 'I' || header[VersionAt + 3] != 'M') throw Damage.At(path, VersionAt, "not a little-endian MATLAB 5 file");
        var arrays = new List<MatArray>();
        while (file.Position < file.Length)
        {
            var start = file.Position;
            var tag = new BoundedReader(file, path, start).Take(8, "an array's tag");
            var (type, size) = (BinaryPrimitives.ReadUInt32LittleEndian(tag), BinaryPrimitives.ReadUInt32LittleEndian(tag.AsSpan(4)));
            var end = file.Position + size;
            if (end > file.Length) throw Damage.At(path, start + 4, $"an array of {size} bytes is declared, and {file.Length - file.Position} are left");
            arrays.Add(type switch
            {
                Matrix => new Parser(new BoundedReader(file, path, file.Position), size).Array(),
                Compressed => Inflate(file, path, size),
                _ => throw Damage.At(path, start, $"data of type {type} where an array is expected"),
            });
            file.Position = end;
        }
        return arrays;
    }

    private static MatArray Inflate(FileStream file, string path, uint size)
    {
        // The decompressor reads ahead; the caller moves on to the array's declared end.
        using var content = new ZLibStream(file, CompressionMode.Decompress, leaveOpen: true);
        var reader = new BoundedReader(content, path);
        var tag = reader.Take(8, "an array's tag");
        var (type, length) = (BinaryPrimitives.ReadUInt32LittleEndian(tag), BinaryPrimitives.ReadUInt32LittleEndian(tag.AsSpan(4)));
        if (type != Matrix) throw reader.Corrupt(0, $"compressed data of type {type} where an array is expected");
        if (length > size * BoundedReader.DeflateLimit) throw reader.Corrupt(4, $"an array of {length} bytes is declared, which {size} compressed bytes cannot hold");
        var array = new Parser(reader, length).Array();
        reader.ExpectEnd();
        return array;
    }

    /// <summary>The elements that an array consists of.</summary>
    private sealed class Parser(BoundedReader reader, uint length)
    {
        private readonly long _end = reader.Offset + length;

        internal MatArray Array()
        {
            var flags = Element("the array's flags", 8, 8).Data;
            if (flags[0] is < FirstNumericClass or > LastNumericClass) throw reader.Corrupt(reader.Offset - 8, $"an array of class {flags[0]}: only numeric ones are read");
            if ((flags[1] & ComplexFlag) != 0) throw reader.Corrupt(reader.Offset - 8, "an array of complex numbers");
            var at = reader.Offset;
            var dimensions = Element("the array's dimensions", 4, 4 * MaxDimensions).Data;
            var shape = new int[dimensions.Length / 4];
            long count = 1;
            for (var i = 0; i < shape.Length; i++)
            {
                shape[i] = BinaryPrimitives.ReadInt32LittleEndian(dimensions.AsSpan(4 * i));
                if (shape[i] < 0 || (count *= shape[i]) > length) throw reader.Corrupt(at, $"dimension {i} is {shape[i]}: {length} bytes cannot hold so many numbers");
            }
            var name = Encoding.Latin1.GetString(Element("the array's name", 0, 256).Data);
            at = reader.Offset;
            var (type, values) = Element("the array's numbers", 0, Math.Min(length, System.Array.MaxLength));
            var storage = (MatStorage)type;
            if (!Enum.IsDefined(storage)) throw reader.Corrupt(at, $"numbers of type {type}");
            if (values.Length != count * MatArray.SizeOf(storage)) throw reader.Corrupt(at, $"{values.Length} bytes where {count} numbers of type {storage} are declared");
            if (reader.Offset != _end) throw reader.Corrupt(reader.Offset, $"the array is declared to end at byte {_end}");
            return new MatArray(name, shape, storage, values);
        }

        // A tag of type and size, then the data, padded to eight bytes; up to four bytes of data may stand in the tag itself.
        private (int Type, byte[] Data) Element(string what, uint least, long most)
        {
            var at = reader.Offset;
            var tag = reader.Take(8, what);
            var (type, size) = (BinaryPrimitives.ReadUInt32LittleEndian(tag), BinaryPrimitives.ReadUInt32LittleEndian(tag.AsSpan(4)));
            var small = type >> 16;
            if (small != 0) (type, size) = (type & 0xffff, small);
            if (size < least || size > most || (small != 0 && size > 4)) throw reader.Corrupt(at, $"{what}: {size} bytes");
            if (small != 0) return ((int)type, tag[4..(int)(4 + size)]);
            if (reader.Offset + size > _end) throw reader.Corrupt(at + 4, $"{what}: {size} bytes are declared, and {_end - reader.Offset} are left");
            var data = reader.Take((int)size, what);
            var padding = (int)Math.Min((8 - size % 8) % 8, _end - reader.Offset);
            reader.Take(padding, what);
            return ((int)Math.Min(type, ushort.MaxValue), data);
        }
    }
}
