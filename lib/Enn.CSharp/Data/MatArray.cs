using System.Buffers.Binary;

namespace Enn.Data;

/// <summary>A numeric array of a MATLAB file.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Shape">Its dimensions; the first varies fastest.</param>
/// <param name="Storage">How the numbers are stored, which may be narrower than the variable's own type.</param>
/// <param name="Bytes">The numbers, little-endian, first dimension fastest.</param>
public sealed record MatArray(string Name, IReadOnlyList<int> Shape, MatStorage Storage, byte[] Bytes)
{
    /// <summary>The number of elements.</summary>
    public int Count => Bytes.Length / SizeOf(Storage);

    /// <summary>An element, counted along the first dimension first.</summary>
    public double this[int index]
    {
        get
        {
            var at = Bytes.AsSpan(index * SizeOf(Storage));
            return Storage switch
            {
                MatStorage.Int8 => (sbyte)at[0],
                MatStorage.UInt8 => at[0],
                MatStorage.Int16 => BinaryPrimitives.ReadInt16LittleEndian(at),
                MatStorage.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(at),
                MatStorage.Int32 => BinaryPrimitives.ReadInt32LittleEndian(at),
                MatStorage.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(at),
                MatStorage.Single => BinaryPrimitives.ReadSingleLittleEndian(at),
                MatStorage.Double => BinaryPrimitives.ReadDoubleLittleEndian(at),
                MatStorage.Int64 => BinaryPrimitives.ReadInt64LittleEndian(at),
                _ => BinaryPrimitives.ReadUInt64LittleEndian(at),
            };
        }
    }

    /// <summary>Bytes an element.</summary>
    internal static int SizeOf(MatStorage storage) => storage switch
    {
        MatStorage.Int8 or MatStorage.UInt8 => 1,
        MatStorage.Int16 or MatStorage.UInt16 => 2,
        MatStorage.Int32 or MatStorage.UInt32 or MatStorage.Single => 4,
        _ => 8,
    };
}

/// <summary>How a MATLAB file stores numbers (the values are the format's own).</summary>
public enum MatStorage
{
    /// <summary>Signed bytes.</summary>
    Int8 = 1,

    /// <summary>Bytes.</summary>
    UInt8 = 2,

    /// <summary>Signed 16-bit integers.</summary>
    Int16 = 3,

    /// <summary>Unsigned 16-bit integers.</summary>
    UInt16 = 4,

    /// <summary>Signed 32-bit integers.</summary>
    Int32 = 5,

    /// <summary>Unsigned 32-bit integers.</summary>
    UInt32 = 6,

    /// <summary>32-bit floating point.</summary>
    Single = 7,

    /// <summary>64-bit floating point.</summary>
    Double = 9,

    /// <summary>Signed 64-bit integers.</summary>
    Int64 = 12,

    /// <summary>Unsigned 64-bit integers.</summary>
    UInt64 = 13,
}
