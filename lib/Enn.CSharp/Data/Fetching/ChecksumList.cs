using System.Security.Cryptography;

namespace Enn.Data.Fetching;

/// <summary>The file <c>SHA256SUMS</c> in a set's folder: the checksum of each installed file, in the form that <c>sha256sum --check</c> reads too.</summary>
internal static class ChecksumList
{
    internal const string FileName = "SHA256SUMS";

    /// <summary>Writes the list of a folder's files.</summary>
    internal static void Write(string folder, CancellationToken cancel)
    {
        var lines = Files(folder).AsParallel().AsOrdered().WithCancellation(cancel)
            .Select(name => $"{Checksum.Of(Path.Combine(folder, name), HashAlgorithmName.SHA256, cancel).Hex}  {name}").ToArray();
        var path = Path.Combine(folder, FileName);
        File.WriteAllLines(path + ".part", lines);
        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>Reads the list of a folder; null where there is none.</summary>
    /// <exception cref="InvalidDataException">A line is damaged.</exception>
    internal static IReadOnlyList<(string Name, Checksum Checksum)>? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        return [.. TextLines.Read(path).Select(line =>
        {
            var parts = line.Text.Split("  ", 2);
            if (parts.Length != 2 || parts[0].Length != 64 || !parts[0].All(char.IsAsciiHexDigit) || Path.IsPathRooted(parts[1]) || parts[1].Split('/').Contains(".."))
                throw Damage.At(path, line.Offset, $"line {line.Number}: a checksum and a file name are expected");
            return (parts[1], Checksum.Sha256(parts[0].ToLowerInvariant()));
        })];
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Where(name => name != FileName).Order(StringComparer.Ordinal);
}
