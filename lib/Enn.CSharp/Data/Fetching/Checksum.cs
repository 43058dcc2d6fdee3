using System.Security.Cryptography;

namespace Enn.Data.Fetching;

/// <summary>What a file's content must hash to.</summary>
/// <param name="Algorithm">SHA256, or MD5 where the publisher gives no other: it finds accidents, not forgeries.</param>
/// <param name="Hex">The hash, in lower-case hexadecimal digits.</param>
public sealed record Checksum(HashAlgorithmName Algorithm, string Hex)
{
    private const int BufferSize = 1 << 20;

    /// <summary>A SHA-256 checksum.</summary>
    public static Checksum Sha256(string hex) => new(HashAlgorithmName.SHA256, hex);

    /// <summary>An MD5 checksum.</summary>
    public static Checksum Md5(string hex) => new(HashAlgorithmName.MD5, hex);

    /// <summary>The checksum of a file.</summary>
    public static Checksum Of(string path, HashAlgorithmName algorithm, CancellationToken cancel = default)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(algorithm);
        var buffer = new byte[BufferSize];
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }
        return new Checksum(algorithm, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Whether a file has this checksum.</summary>
    public bool Fits(string path, CancellationToken cancel = default) => Of(path, Algorithm, cancel) == this;

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm} {Hex}";
}
