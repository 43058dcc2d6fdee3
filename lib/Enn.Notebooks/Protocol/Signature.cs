using System.Security.Cryptography;
using System.Text;

namespace Enn.Notebooks.Protocol;

/// <summary>HMAC-SHA256 over a message's four parts, as lower-case hexadecimal digits. An empty key means: unsigned.</summary>
internal sealed class Signature(string key)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    internal byte[] Of(IEnumerable<byte[]> parts)
    {
        if (_key.Length == 0) return [];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (var part in parts) hash.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    internal bool Accepts(byte[] signature, IEnumerable<byte[]> parts) => _key.Length == 0 || CryptographicOperations.FixedTimeEquals(signature, Of(parts));
}
