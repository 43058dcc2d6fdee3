using Enn.Torch.Core;
using static TorchSharp.torch;

namespace Enn.Torch;

/// <summary>An open safetensors file: what it holds is known, each tensor is read when asked for.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private static readonly Op _empty = "empty.memory_format", _to = "_to_copy";
    private readonly FileStream _stream;
    private readonly SafetensorsHeader _header;
    private readonly Dictionary<string, SafetensorsEntry> _entries;
    private readonly string _file;

    internal SafetensorsFile(string file)
    {
        _file = file;
        _stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            _header = SafetensorsHeader.Read(_stream, file);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
        _entries = _header.Entries.ToDictionary(e => e.Name);
    }

    /// <summary>Names of the tensors, in the order of their data.</summary>
    public IReadOnlyList<string> Names => [.. _header.Entries.Select(e => e.Name)];

    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    public long[] ShapeOf(string name) => [.. Entry(name).Shape];

    public ScalarType TypeOf(string name) => Entry(name).Type;

    /// <summary>Reads one tensor.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="device">Where it goes; the CPU by default.</param>
    public unsafe Tensor Read(string name, Device? device = null)
    {
        var entry = Entry(name);
        var tensor = _empty.Call(entry.Shape, entry.Type, default, CPU);
        var (address, length) = tensor.RawBytes();
        _stream.Position = _header.DataOffset + entry.Begin;
        for (var done = 0L; done < length;)
        {
            var part = _stream.Read(new Span<byte>((byte*)address + done, (int)Math.Min(length - done, 1 << 26)));
            if (part == 0) throw SafetensorsHeader.Invalid(_file, _stream.Position, $"'{name}' breaks off: the file became shorter while it was read");
            done += part;
        }
        GC.KeepAlive(tensor);
        if (device is null || device.type == TorchSharp.DeviceType.CPU) return tensor;
        using (tensor) return _to.Call(tensor, default, default, device);
    }

    private SafetensorsEntry Entry(string name) =>
        _entries.TryGetValue(name, out var entry) ? entry : throw new KeyNotFoundException($"{_file} has no tensor '{name}'; it has {string.Join(", ", Names.Take(20))}");

    public void Dispose() => _stream.Dispose();
}
