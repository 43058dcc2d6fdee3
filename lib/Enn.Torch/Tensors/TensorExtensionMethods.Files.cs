using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// A tensor in a stream of bytes: the element type, the number of dimensions and each size as LEB128 numbers (seven bits a byte, the lowest first, the top bit
/// set on all but the last), then the elements in row-major order, little-endian.
/// </summary>
public static partial class TensorExtensionMethods
{
    private const int MaxDimensions = 64;

    /// <summary>Writes a tensor; one that is not contiguous or not on the CPU is copied first.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        using var scope = NewDisposeScope();
        var plain = tensor.detach().cpu().contiguous();
        writer.Write7BitEncodedInt((int)plain.dtype);
        writer.Write7BitEncodedInt((int)plain.ndim);
        foreach (var size in plain.shape) writer.Write7BitEncodedInt64(size);
        writer.Write(plain.bytes);
    }

    /// <summary>Reads what <see cref="Save(Tensor, BinaryWriter)"/> wrote; with <paramref name="skip"/>, reads past it and returns an empty tensor.</summary>
    /// <exception cref="EndOfStreamException">The stream ends before the tensor does.</exception>
    /// <exception cref="FormatException">There is no tensor at this place.</exception>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var type = (ScalarType)reader.Read7BitEncodedInt();
        var dimensions = reader.Read7BitEncodedInt();
        if (!Enum.IsDefined(type) || dimensions is < 0 or > MaxDimensions) throw new FormatException($"no tensor here: element type {(int)type}, {dimensions} dimensions");
        var shape = new long[dimensions];
        decimal bytes = type.ElementSize();
        for (var i = 0; i < dimensions; i++)
        {
            shape[i] = reader.Read7BitEncodedInt64();
            if (shape[i] < 0 || (bytes *= shape[i]) > int.MaxValue) throw new FormatException($"no tensor here: dimension {i} of size {shape[i]}");
        }
        // Before memory is taken for it, a damaged size must not pass for a large tensor.
        if (reader.BaseStream.CanSeek && reader.BaseStream.Length - reader.BaseStream.Position < bytes) throw new EndOfStreamException();
        var tensor = empty(shape, dtype: type);
        try
        {
            reader.BaseStream.ReadExactly(tensor.bytes);
            if (!skip) return tensor;
            tensor.Dispose();
            return empty(0);
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }
}
