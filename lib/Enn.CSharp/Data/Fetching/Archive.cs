using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Enn.Data.Fetching;

/// <summary>Unpacks archives of strangers: nothing outside the folder, no links or devices, no file twice, no more bytes than allowed.</summary>
internal static class Archive
{
    private const int BufferSize = 1 << 17;

    // Of a file or folder, on the file systems in use.
    private const int LongestName = 255;

    /// <summary>Unpacks a .tar, .tar.gz, .tgz or .zip archive into a folder.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">The folder; made where it is not there.</param>
    /// <param name="limit">The most bytes that may come out.</param>
    /// <param name="advance">Is told the bytes of the archive gone through.</param>
    /// <param name="cancel">Stops between blocks.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, or holds something that is not unpacked; the message names archive and entry.</exception>
    internal static void Unpack(string path, string folder, long limit, Action<long> advance, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var target = new Target(path, Path.GetFullPath(folder), limit, cancel);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var last = 0L;
        void Report()
        {
            advance(file.Position - last);
            last = file.Position;
        }
        try
        {
            if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) Zip(file, target, Report);
            else Tar(path, file, target, Report);
        }
        // The framework's readers say in many ways that something is wrong.
        catch (Exception error) when (error is EndOfStreamException or not (OperationCanceledException or IOException or UnauthorizedAccessException) && !error.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw Damage.At(path, file.Position, $"the archive is damaged ({error.Message})", error);
        }
    }

    private static void Tar(string path, FileStream file, Target target, Action report)
    {
        var isPlain = path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);
        using (var first = isPlain ? null : new GZipStream(file, CompressionMode.Decompress, leaveOpen: true)) TarHeaders.Check(path, (Stream?)first ?? file, target.Limit, target.Cancel);
        file.Position = 0;
        using var unpacked = isPlain ? null : new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        var content = (Stream?)unpacked ?? file;
        using var reader = new TarReader(content, leaveOpen: true);
        while (reader.GetNextEntry() is { } entry)
        {
            switch (entry.EntryType)
            {
                case TarEntryType.Directory:
                    target.Folder(entry.Name);
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    target.Write(entry.Name, entry.DataStream ?? Stream.Null, crc: null);
                    break;
                case TarEntryType.GlobalExtendedAttributes:
                    break;
                default:
                    throw target.Refused(entry.Name, $"is of kind {entry.EntryType}: only files and folders are unpacked");
            }
            report();
        }
        // To the end, where a compressed stream's checksum is.
        target.Drain(content);
        report();
    }

    private static void Zip(FileStream file, Target target, Action report)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        const int FileKind = 0xf000, Link = 0xa000;
        foreach (var entry in zip.Entries)
        {
            if (((entry.ExternalAttributes >> 16) & FileKind) == Link) throw target.Refused(entry.FullName, "is a link: only files and folders are unpacked");
            if (entry.FullName.EndsWith('/')) target.Folder(entry.FullName);
            else
            {
                using var content = entry.Open();
                target.Write(entry.FullName, content, entry.Crc32);
            }
            report();
        }
    }

    /// <summary>The folder that is written to.</summary>
    private sealed class Target(string archive, string root, long limit, CancellationToken cancel)
    {
        private readonly byte[] _buffer = new byte[BufferSize];
        private long _written;

        internal long Limit => limit;

        internal CancellationToken Cancel => cancel;

        internal InvalidDataException Refused(string name, string reason) => new($"{archive}: the entry '{name}' {reason}");

        internal void Folder(string name)
        {
            var path = Inside(name);
            if (File.Exists(path)) throw Refused(name, "occurs twice");
            Directory.CreateDirectory(path);
        }

        internal void Write(string name, Stream content, uint? crc)
        {
            var path = Inside(name);
            if (path == root) throw Refused(name, "has no name");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (Path.Exists(path)) throw Refused(name, "occurs twice");
            var sum = new Crc32();
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            for (int read; (read = content.Read(_buffer)) > 0;)
            {
                cancel.ThrowIfCancellationRequested();
                if ((_written += read) > limit) throw Refused(name, $"brings the unpacked size above {limit} bytes, which this data set cannot have");
                if (crc is not null) sum.Append(_buffer.AsSpan(0, read));
                file.Write(_buffer, 0, read);
            }
            if (crc is { } expected && sum.Value != expected) throw Refused(name, "is damaged: its checksum differs");
        }

        internal void Drain(Stream content)
        {
            while (content.Read(_buffer) > 0) cancel.ThrowIfCancellationRequested();
        }

        private string Inside(string name)
        {
            var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
            if (name is ['/', ..] || parts.Any(part => part == ".." || part.Contains('\\', StringComparison.Ordinal) || part.Contains('\0', StringComparison.Ordinal) || part is [_, ':', ..]))
                throw Refused(name, "leads out of the folder it is unpacked into");
            if (parts.Any(part => Encoding.UTF8.GetByteCount(part) > LongestName)) throw Refused(name, $"has a name of more than {LongestName} bytes");
            var path = Path.Combine([root, .. parts]);
            for (var above = Path.GetDirectoryName(path)!; above.Length > root.Length; above = Path.GetDirectoryName(above)!)
                if (File.Exists(above)) throw Refused(name, "lies below a file");
            return path;
        }
    }
}
