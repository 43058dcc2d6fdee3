namespace Enn.Eigen;

/// <summary>All ways by name.</summary>
public static class Orthonormalities
{
    private static readonly Dictionary<string, Func<double, Orthonormality>> _ways = new(StringComparer.Ordinal)
    {
        ["soft"] = strength => new SoftPenalty(strength),
        ["decoupled"] = strength => new DecoupledPenalty(strength),
        ["newton-schulz"] = _ => new NewtonSchulz(),
        ["qr"] = _ => new SignFixedQr(),
        ["cholesky-qr2"] = _ => new CholeskyQr2(),
        ["cayley"] = _ => new Cayley(),
        ["exponential"] = _ => new MatrixExponential(),
        ["householder"] = _ => new Householder(),
    };

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => _ways.Keys;

    /// <summary>The way of this name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="strength">lambda of the soft penalty, s of the decoupled step; of no effect on the hard ways.</param>
    /// <exception cref="ArgumentException">Another name.</exception>
    public static Orthonormality Of(string name, double strength) => _ways.TryGetValue(name, out var make)
        ? make(strength)
        : throw new ArgumentException($"'{name}' is not a way to orthonormality: choose {string.Join(", ", Names)}.", nameof(name));
}
