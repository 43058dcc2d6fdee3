namespace Enn.Data.Pickling;

/// <summary>What a numpy array holds: its element type, its dimensions and its bytes.</summary>
public sealed class NumpyArray : IPickleState
{
    /// <summary>numpy's own limit.</summary>
    private const int MostDimensions = 64;

    /// <summary>The element type.</summary>
    public NumpyType Type { get; private set; } = new("u1");

    /// <summary>The dimensions.</summary>
    public IReadOnlyList<int> Shape { get; private set; } = [0];

    /// <summary>The elements, row by row, in little-endian order.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>Takes numpy's state of an array: version, shape, type, whether columns come first, data.</summary>
    public void SetState(object? state)
    {
        var items = PickleValue.Tuple(state, 5, 5, "an array's state");
        var type = PickleValue.As<NumpyType>(items[2], "an array's type");
        var shape = PickleValue.Tuple(items[1], 0, MostDimensions, "an array's shape").Select(length => PickleValue.Number(length, 0, int.MaxValue, "an array's dimension")).ToArray();
        if (PickleValue.As<bool>(items[3], "an array's order")) throw new FormatException("an array in column-major order");
        Fill(type, shape, PickleValue.Bytes(items[4], "an array's data"));
    }

    internal NumpyArray Fill(NumpyType type, int[] shape, byte[] bytes)
    {
        var declared = shape.Aggregate((UInt128)type.Size, (product, length) => product > long.MaxValue ? product : product * (UInt128)length);
        if (declared != (UInt128)bytes.Length) throw new FormatException($"an array of shape [{string.Join(", ", shape)}] and type {type.Code} has {bytes.Length} bytes of data");
        if (type.BigEndian)
        {
            // The data may be shared within the pickle: turned in a copy.
            bytes = [.. bytes];
            for (var at = 0; at < bytes.Length; at += type.Size) bytes.AsSpan(at, type.Size).Reverse();
        }
        (Type, Shape, Bytes) = (type, shape, bytes);
        return this;
    }
}

/// <summary>A numpy element type: <c>u1</c>, <c>i8</c>, <c>f4</c>...</summary>
/// <param name="code">Kind (b: boolean, i, u: integer, f: floating point) and size in bytes.</param>
public sealed class NumpyType(string code) : IPickleState
{
    /// <summary>Kind and size in bytes.</summary>
    public string Code { get; } = code is ['b' or 'i' or 'u' or 'f', '1' or '2' or '4' or '8'] ? code : throw new FormatException($"the array type '{code}' is not known");

    /// <summary>Bytes an element.</summary>
    public int Size => Code[1] - '0';

    /// <summary>Whether the pickled bytes come high byte first.</summary>
    public bool BigEndian { get; private set; }

    /// <summary>Takes numpy's state of a type, of which the byte order counts.</summary>
    public void SetState(object? state) => BigEndian = PickleValue.As<object?[]>(state, "a type's state") switch
    {
        [_, "<" or "|" or "=", ..] => false,
        [_, ">", ..] => true,
        _ => throw new FormatException("a type's state without a byte order"),
    };
}
