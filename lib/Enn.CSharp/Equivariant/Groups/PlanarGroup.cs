using static TorchSharp.torch;

namespace Enn.Equivariant;

/// <summary>
/// A finite group of symmetries of the pixel grid: rotations about the centre by multiples of 360/<see cref="Rotations"/> degrees and, where it
/// <see cref="Mirrors"/>, their products with the left-right flip m. With r the smallest rotation, element j &lt; <see cref="Rotations"/> is r^j and element
/// Rotations + j is m r^j; r^Rotations = m^2 = e and m r m = r^-1 (docs/equivariant.md).
/// </summary>
public sealed class PlanarGroup
{
    private const int QuarterTurns = 4;

    private readonly int[][] _permutations;

    private PlanarGroup(string name, int rotations, bool mirrors)
    {
        (Name, Rotations, Mirrors) = (name, rotations, mirrors);
        Order = mirrors ? 2 * rotations : rotations;
        _permutations = [.. Elements.Select(g => Elements.Select(h => Multiply(Inverse(g), h)).ToArray())];
    }

    /// <summary>The identity alone.</summary>
    public static PlanarGroup Trivial { get; } = new("trivial", 1, false);

    /// <summary>Half turns.</summary>
    public static PlanarGroup C2 { get; } = new("C2", 2, false);

    /// <summary>Quarter turns: the paper's p4 without translations.</summary>
    public static PlanarGroup C4 { get; } = new("C4", 4, false);

    /// <summary>The left-right flip.</summary>
    public static PlanarGroup D1 { get; } = new("D1", 1, true);

    /// <summary>Half turns and flips.</summary>
    public static PlanarGroup D2 { get; } = new("D2", 2, true);

    /// <summary>All symmetries of a square: the paper's p4m without translations.</summary>
    public static PlanarGroup D4 { get; } = new("D4", 4, true);

    /// <summary>Every group here.</summary>
    public static IReadOnlyList<PlanarGroup> All { get; } = [Trivial, C2, C4, D1, D2, D4];

    /// <summary>The usual name.</summary>
    public string Name { get; }

    /// <summary>How many rotations it has, the identity among them.</summary>
    public int Rotations { get; }

    /// <summary>Whether it has the flip.</summary>
    public bool Mirrors { get; }

    /// <summary>n, the number of elements.</summary>
    public int Order { get; }

    /// <summary>All elements, the identity 0 first.</summary>
    public IEnumerable<int> Elements => Enumerable.Range(0, Order);

    /// <summary>The index of g h: (m^a r^i)(m^b r^j) = m^(a+b) r^((-1)^b i + j).</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is none of an element.</exception>
    public int Multiply(int g, int h)
    {
        var ((a, i), (b, j)) = (Split(g), Split(h));
        var rotation = ((b ? -i : i) + j + Rotations) % Rotations;
        return a == b ? rotation : Rotations + rotation;
    }

    /// <summary>The index of g^-1: r^-j of r^j; a product with the flip is its own inverse.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is none of an element.</exception>
    public int Inverse(int g) => Split(g) is (false, var j) ? (Rotations - j) % Rotations : g;

    /// <summary>The regular representation of g as a table: perm_g[h] is the index of g^-1 h, where the values at h come from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is none of an element.</exception>
    public IReadOnlyList<int> Permutation(int g)
    {
        Split(g);
        return _permutations[g];
    }

    /// <summary>L_g, the image moved by g: [..., H, W] -&gt; [..., H, W], or [..., W, H] for an odd number of quarter turns. (r f)[y, x] = f[x, W-1-y], (m f)[y, x] = f[y, W-1-x].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is none of an element.</exception>
    public Tensor Act(int g, Tensor image)
    {
        var (mirrored, j) = Split(g);
        var turned = image.rot90(j * QuarterTurns / Rotations, (-2, -1));
        return mirrored ? turned.flip(-1) : turned;
    }

    /// <summary>L_g on a square of <paramref name="size"/> x <paramref name="size"/> pixels as a table: where the value of each pixel, row-major, comes from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is none of an element.</exception>
    public int[] PixelPermutation(int g, int size)
    {
        var (mirrored, j) = Split(g);
        var from = new int[size * size];
        for (var pixel = 0; pixel < from.Length; pixel++)
        {
            var (y, x) = (pixel / size, pixel % size);
            if (mirrored) x = size - 1 - x;
            for (var turn = 0; turn < j * QuarterTurns / Rotations; turn++) (y, x) = (x, size - 1 - y);
            from[pixel] = y * size + x;
        }
        return from;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    // m^a r^j.
    private (bool Mirrored, int Rotation) Split(int g)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(g);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(g, Order);
        return (g >= Rotations, g % Rotations);
    }
}
