using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Enn.Data.Fetching;
using Enn.Data.Pickling;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Data.Weights;

/// <summary>
/// Reads what <c>torch.save</c> wrote (.pth, .pt, .th): the zip format and the one before it. Tensors and plain containers are rebuilt; a file that asks for
/// anything else, such as a class or a function, is refused with its name, and no code in it ever runs.
/// </summary>
public static class TorchFile
{
    private const int BlockSize = 1 << 20;
    private const long LegacyVersion = 1001;

    private static readonly System.Buffers.SearchValues<byte> Printable = System.Buffers.SearchValues.Create([(byte)'\t', (byte)'\n', (byte)'\r', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c), 0xEF, 0xBB, 0xBF]);

    private static readonly BigInteger LegacyMagic = BigInteger.Parse("1950a86a20f9469cfc6c", System.Globalization.NumberStyles.HexNumber);

    /// <summary>Reads a whole file.</summary>
    /// <returns>The saved object; see <see cref="Pickle"/> for what each Python type becomes. Tensors are on the CPU and share memory as they did when saved; parameters come as tensors.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, was written on a big-endian machine, declares what it cannot hold, or holds more than tensors and plain containers; the message names file, offset and reason.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static object? Read(string path)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Weights are read on little-endian machines only.");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (IsZip(file)) return ReadZip(file, path);
        return IsText(file) ? throw Damage.At(path, 0, "a text, no weights: neither safetensors nor what torch.save writes") : ReadLegacy(file, path);
    }

    // A legacy file begins with a pickle of protocol 2: the byte 0x80.
    private static bool IsText(FileStream file)
    {
        Span<byte> start = stackalloc byte[64];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        return start.Length > 0 && !start.ContainsAnyExcept(Printable);
    }

    private static bool IsZip(FileStream file)
    {
        Span<byte> start = stackalloc byte[4];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == start.Length && start.SequenceEqual("PK\u0003\u0004"u8);
    }

    private static object? ReadZip(FileStream file, string path)
    {
        const string pickle = "/data.pkl";
        var entries = StoredZip.Read(file, path);
        var main = entries.Values.Where(entry => entry.Name.EndsWith(pickle, StringComparison.Ordinal)).ToList() is [var only] ? only
            : throw Damage.At(path, 0, "a zip archive without a data.pkl: not written by torch.save");
        var folder = main.Name[..^pickle.Length];
        if (entries.ContainsKey(folder + "/constants.pkl")) throw Damage.At(path, main.Offset, "a TorchScript program, which is code: save its state_dict() instead");
        if (entries.TryGetValue(folder + "/byteorder", out var order) && Encoding.Latin1.GetString(StoredZip.Bytes(file, path, order.Offset, order.Length, "the byte order")) is not "little" and var other)
            throw Damage.At(path, order.Offset, $"the byte order '{other}': only little-endian files are read");
        Check(file, path, main, null);
        var resolver = new TorchResolver(file.Length);
        file.Position = main.Offset;
        var root = Pickle.Read(file, path, resolver);
        foreach (var storage in resolver.Named.Values)
        {
            var entry = entries.TryGetValue($"{folder}/data/{storage.Key}", out var found) ? found : throw Damage.At(path, main.Offset, $"the archive lacks storage '{storage.Key}'");
            if (entry.Length != storage.Bytes) throw Damage.At(path, entry.Offset, $"storage '{storage.Key}' has {entry.Length} bytes, where {storage.Bytes} are expected");
            Check(file, path, entry, storage.Values);
        }
        return root;
    }

    private static object? ReadLegacy(FileStream file, string path)
    {
        var resolver = new TorchResolver(file.Length);
        object? Next() => Pickle.Read(file, path, resolver);
        if (file.Length == 0) throw Damage.At(path, 0, "the file is empty");
        if (Next() is not BigInteger magic || magic != LegacyMagic) throw Damage.At(path, 0, "a pickle, but not one that torch.save wrote");
        var at = file.Position;
        if (Next() is not LegacyVersion) throw Damage.At(path, at, $"a version of torch.save's format other than {LegacyVersion}");
        at = file.Position;
        if (Next() is not PickleDictionary system || system.GetValueOrDefault("little_endian") is not true) throw Damage.At(path, at, "written on a big-endian machine: only little-endian files are read");
        var root = Next();
        at = file.Position;
        if (Next() is not List<object?> keys) throw Damage.At(path, at, "the list of storages is missing");
        var filled = new HashSet<string>();
        foreach (var key in keys)
        {
            at = file.Position;
            if (key is not string name || !resolver.Named.TryGetValue(name, out var storage) || !filled.Add(name)) throw Damage.At(path, at, $"a storage '{key}' that no tensor named, or twice");
            var count = BinaryPrimitives.ReadInt64LittleEndian(StoredZip.Bytes(file, path, at, sizeof(long), $"the size of storage '{name}'"));
            if (count != storage.Count) throw Damage.At(path, at, $"storage '{name}' has {count} elements, where {storage.Count} are expected");
            if (storage.Bytes > file.Length - file.Position) throw Damage.At(path, at, $"storage '{name}' should have {storage.Bytes} bytes; the file ends at {file.Length}");
            if (storage.Values is { } values) Fill(file, values, null);
            else file.Position += storage.Bytes;
        }
        if (resolver.Named.Keys.FirstOrDefault(key => !filled.Contains(key)) is { } missing) throw Damage.At(path, file.Position, $"the file lacks storage '{missing}'");
        return file.Position == file.Length ? root : throw Damage.At(path, file.Position, "something follows the last storage");
    }

    // Reads an entry, into a tensor or only for its checksum.
    private static void Check(FileStream file, string path, StoredEntry entry, Tensor? target)
    {
        var checksum = new Crc32();
        file.Position = entry.Offset;
        if (target is not null) Fill(file, target, checksum);
        else Pass(file, entry.Length, checksum);
        if (checksum.Value != entry.Checksum) throw Damage.At(path, entry.Offset, $"'{entry.Name}' is damaged: its checksum is {checksum.Value:x8}, where {entry.Checksum:x8} is expected");
    }

    private static void Pass(FileStream file, long length, Crc32 checksum)
    {
        var block = new byte[Math.Min(length, BlockSize)];
        for (var done = 0L; done < length;)
        {
            var part = block.AsSpan(0, (int)Math.Min(block.Length, length - done));
            file.ReadExactly(part);
            checksum.Append(part);
            done += part.Length;
        }
    }

    // Spans end at 2 GiB, tensors do not: part after part.
    private static void Fill(FileStream file, Tensor values, Crc32? checksum)
    {
        var most = BlockSize / values.dtype.ElementSize();
        for (var done = 0L; done < values.numel(); done += most)
        {
            using var part = values.narrow(0, done, Math.Min(most, values.numel() - done));
            var bytes = part.bytes;
            file.ReadExactly(bytes);
            checksum?.Append(bytes);
        }
    }
}
