using System.Buffers.Binary;
using System.Text.Json;
using Enn.Torch.Core;
using static TorchSharp.torch;

namespace Enn.Torch;

/// <summary>Tensors by name in a file that any language reads, without code in it (github.com/huggingface/safetensors).</summary>
public static class Safetensors
{
    private static readonly Op _contiguous = "contiguous", _to = "_to_copy", _detach = "detach", _resolveConj = "resolve_conj", _resolveNeg = "resolve_neg";

    /// <summary>
    /// Writes tensors one after the other, so that memory holds one copy at most, into a temporary file that then takes the place of <paramref name="file"/>: after a
    /// crash or on a full disk the old file is still there, whole.
    /// </summary>
    /// <param name="file">The file to write or replace.</param>
    /// <param name="tensors">Values by name, of any device and memory order.</param>
    /// <param name="metadata">Texts to keep beside them.</param>
    public static void Save(string file, IEnumerable<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        var all = tensors.ToList();
        var header = Header(all, metadata);
        var path = Path.GetFullPath(file);
        var temporary = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                Span<byte> size = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(size, header.Length);
                stream.Write(size);
                stream.Write(header);
                foreach (var (_, tensor) in all) Write(stream, tensor);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Opens a file to read tensors one by one.</summary>
    /// <exception cref="InvalidDataException">It is damaged: the message names the file, the byte and the reason.</exception>
    public static SafetensorsFile Open(string file) => new(file);

    /// <summary>Reads every tensor.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static Dictionary<string, Tensor> Load(string file, Device? device = null)
    {
        using var opened = Open(file);
        return opened.Names.ToDictionary(name => name, name => opened.Read(name, device));
    }

    private static byte[] Header(List<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            if (metadata?.ToList() is { Count: > 0 } items)
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in items) json.WriteString(key, value);
                json.WriteEndObject();
            }
            var names = new HashSet<string> { "__metadata__" };
            var at = 0L;
            foreach (var (name, tensor) in tensors)
            {
                if (!names.Add(name)) throw new ArgumentException($"the name '{name}' is taken", nameof(tensors));
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsHeader.NameOf(tensor.dtype));
                json.WriteStartArray("shape");
                foreach (var d in tensor.shape) json.WriteNumberValue(d);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(at);
                json.WriteNumberValue(at += tensor.numel() * tensor.ElementSize);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // The data begin at a multiple of 8 bytes: the header is filled up with blanks.
        while (text.Length % 8 != 0) text.WriteByte((byte)' ');
        return text.ToArray();
    }

    private static unsafe void Write(Stream stream, Tensor tensor)
    {
        using var detached = _detach.Call(tensor);
        // A lazily conjugated or negated tensor is not yet in memory what it stands for.
        using var conjugated = _resolveConj.Call(detached);
        using var resolved = _resolveNeg.Call(conjugated);
        using var local = resolved.device_type == TorchSharp.DeviceType.CPU ? _contiguous.Call(resolved) : _contiguous.Call(_to.Call(resolved, default, default, CPU));
        var (address, length) = local.RawBytes();
        for (var done = 0L; done < length;)
        {
            var part = (int)Math.Min(length - done, 1 << 26);
            stream.Write(new ReadOnlySpan<byte>((byte*)address + done, part));
            done += part;
        }
        GC.KeepAlive(local);
    }
}
