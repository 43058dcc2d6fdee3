namespace TorchSharp.Modules;

/// <summary>Checks of hyper-parameters.</summary>
internal static class Bounds
{
    internal static void NotNegative(double value, string name)
    {
        if (!(value >= 0)) throw new ArgumentOutOfRangeException(name, value, $"{name} cannot be negative");
    }

    internal static void Fraction(double value, string name)
    {
        if (!(value is >= 0 and < 1)) throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and below 1");
    }
}
