using System.Text.Json;
using static TorchSharp.torch;

namespace Enn.Torch;

/// <summary>One tensor of a safetensors file: its type, shape and place in the data that follow the header.</summary>
internal sealed record SafetensorsEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End);

/// <summary>The header of a safetensors file, checked against the file's length before anything is allocated for the data.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The format's own limit.</summary>
    private const long LargestHeader = 100_000_000;

    private static readonly (string Name, ScalarType Type)[] _types =
    [
        ("BOOL", ScalarType.Bool), ("U8", ScalarType.Byte), ("I8", ScalarType.Int8), ("I16", ScalarType.Int16), ("I32", ScalarType.Int32), ("I64", ScalarType.Int64),
        ("F16", ScalarType.Float16), ("BF16", ScalarType.BFloat16), ("F32", ScalarType.Float32), ("F64", ScalarType.Float64), ("C64", ScalarType.ComplexFloat32),
    ];

    internal required List<SafetensorsEntry> Entries { get; init; }
    internal required Dictionary<string, string> Metadata { get; init; }

    /// <summary>Where the data begin.</summary>
    internal required long DataOffset { get; init; }

    internal static string NameOf(ScalarType type) => Array.Find(_types, t => t.Type == type).Name ?? throw new NotSupportedException($"safetensors has no element type for {type}");

    internal static SafetensorsHeader Read(Stream stream, string file)
    {
        var length = stream.Length;
        if (length < 8) throw Invalid(file, 0, $"the file has {length} bytes, fewer than the 8 of the header's length");
        Span<byte> prefix = stackalloc byte[8];
        stream.ReadExactly(prefix);
        var size = System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (size is < 2 or > LargestHeader) throw Invalid(file, 0, $"a header of {(ulong)size} bytes is not possible");
        if (size > length - 8) throw Invalid(file, 0, $"the header should have {size} bytes, the file has only {length - 8} more: it is truncated");
        var text = new byte[size];
        stream.ReadExactly(text);
        return Parse(text, length - 8 - size, file);
    }

    private static SafetensorsHeader Parse(byte[] text, long available, string file)
    {
        var entries = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>();
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Invalid(file, 8, "the header is no JSON object");
            var names = new HashSet<string>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name)) throw Invalid(file, 8, $"the header names '{property.Name}' twice");
                if (property.Name == "__metadata__")
                {
                    foreach (var item in property.Value.EnumerateObject()) metadata[item.Name] = item.Value.GetString() ?? "";
                    continue;
                }
                entries.Add(Entry(property.Name, property.Value, available, 8 + text.Length, file));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw Invalid(file, 8, $"the header is not what safetensors writes: {e.Message}");
        }
        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin < end) throw Invalid(file, 8 + text.Length + entry.Begin, $"the data of '{entry.Name}' overlap those before");
            if (entry.Begin > end) throw Invalid(file, 8 + text.Length + end, $"{entry.Begin - end} bytes before the data of '{entry.Name}' belong to no tensor");
            end = entry.End;
        }
        if (end != available) throw Invalid(file, 8 + text.Length + end, $"{available - end} bytes at the end belong to no tensor");
        return new SafetensorsHeader { Entries = entries, Metadata = metadata, DataOffset = 8 + text.Length };
    }

    private static SafetensorsEntry Entry(string name, JsonElement value, long available, long dataOffset, string file)
    {
        var typeName = value.GetProperty("dtype").GetString();
        var known = Array.FindIndex(_types, t => t.Name == typeName);
        if (known < 0) throw Invalid(file, 8, $"'{name}' has the unknown element type '{typeName}'");
        var type = _types[known].Type;
        var shape = value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()).ToArray();
        var offsets = value.GetProperty("data_offsets").EnumerateArray().Select(d => d.GetInt64()).ToArray();
        if (offsets.Length != 2) throw Invalid(file, 8, $"'{name}' has {offsets.Length} data offsets, not 2");
        var (begin, end) = (offsets[0], offsets[1]);
        if (begin < 0 || end < begin) throw Invalid(file, 8, $"'{name}' has the impossible offsets {begin}..{end}");
        if (end > available) throw Invalid(file, dataOffset + available, $"'{name}' ends at {end} of the data, which have only {available} bytes: the file is truncated");
        long bytes = TorchSharp.TensorExtensionMethods.ElementSize(type);
        try
        {
            foreach (var d in shape) bytes = d >= 0 ? checked(bytes * d) : throw Invalid(file, 8, $"'{name}' has the impossible shape [{string.Join(",", shape)}]");
        }
        catch (OverflowException)
        {
            throw Invalid(file, 8, $"'{name}' has the impossible shape [{string.Join(",", shape)}]");
        }
        if (bytes != end - begin) throw Invalid(file, dataOffset + begin, $"'{name}' needs {bytes} bytes for {typeName} [{string.Join(",", shape)}] and has {end - begin}");
        return new SafetensorsEntry(name, type, shape, begin, end);
    }

    internal static InvalidDataException Invalid(string file, long offset, string reason) => new($"{file}, at byte {offset}: {reason}");
}
