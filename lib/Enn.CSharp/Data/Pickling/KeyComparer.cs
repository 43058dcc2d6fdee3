using System.Diagnostics.CodeAnalysis;

namespace Enn.Data.Pickling;

/// <summary>Compares keys. Numbers are hashed with the process's random seed, as texts are: of the framework's own hashes a file can hold any number of equal ones, and a table of those takes quadratic time.</summary>
internal sealed class KeyComparer : IEqualityComparer<object>
{
    internal static KeyComparer Instance { get; } = new();

    bool IEqualityComparer<object>.Equals(object? x, object? y) => Equals(x, y);

    public int GetHashCode([DisallowNull] object key) => key switch
    {
        long number => Hash(number),
        double number => Hash(BitConverter.DoubleToInt64Bits(number)),
        _ => key.GetHashCode(),
    };

    private static int Hash(long number) => HashCode.Combine((int)number, (int)(number >> 32));
}
