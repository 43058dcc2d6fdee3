namespace Enn.Data;

/// <summary>How pixels between pixels are made. Both widen with the scale where an image gets smaller (antialiasing), as PIL's do.</summary>
public enum Filter
{
    /// <summary>A triangle over two pixels.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = -1/2 over four pixels.</summary>
    Bicubic,
}

/// <summary>
/// The weights that scale one axis, computed as PIL does, in fixed point: output i is the sum of <c>Weights[i * Taps + k] * input[First[i] + k]</c>, plus
/// one half, shifted right by <see cref="Bits"/>, and clamped.
/// </summary>
internal sealed class ResampleWeights
{
    /// <summary>Binary places of a weight: what 32 bits leave beside 8 of a pixel and 2 for overshoot.</summary>
    internal const int Bits = 32 - 8 - 2;

    private ResampleWeights(int taps, int outputs) => (Taps, First, Count, Weights) = (taps, new int[outputs], new int[outputs], new int[taps * outputs]);

    /// <summary>The most inputs of an output.</summary>
    internal int Taps { get; }

    /// <summary>The first input of each output.</summary>
    internal int[] First { get; }

    /// <summary>The number of inputs of each output.</summary>
    internal int[] Count { get; }

    /// <summary><see cref="Taps"/> numbers for each output.</summary>
    internal int[] Weights { get; }

    /// <summary>Half-width of a filter in pixels of the coarser of the two images.</summary>
    internal static double Support(Filter filter) => filter == Filter.Bilinear ? 1 : 2;

    /// <summary>The weights of some outputs.</summary>
    /// <param name="inputs">Pixels of the axis before.</param>
    /// <param name="scaled">Pixels of the whole axis after.</param>
    /// <param name="start">The first output that is wanted.</param>
    /// <param name="outputs">How many are wanted.</param>
    /// <param name="filter">The filter.</param>
    internal static ResampleWeights Of(int inputs, int scaled, int start, int outputs, Filter filter)
    {
        var scale = (double)inputs / scaled;
        var wide = Math.Max(scale, 1);
        var support = Support(filter) * wide;
        var result = new ResampleWeights((int)Math.Ceiling(support) * 2 + 1, outputs);
        var exact = new double[result.Taps];
        for (var i = 0; i < outputs; i++)
        {
            var center = (start + i + 0.5) * scale;
            var first = Math.Max((int)(center - support + 0.5), 0);
            var count = Math.Min((int)(center + support + 0.5), inputs) - first;
            var sum = 0.0;
            for (var k = 0; k < count; k++) sum += exact[k] = At(filter, (k + first - center + 0.5) * (1 / wide));
            for (var k = 0; k < count; k++) result.Weights[i * result.Taps + k] = Fixed(exact[k] / sum);
            (result.First[i], result.Count[i]) = (first, count);
        }
        return result;
    }

    /// <summary>The same numbers as a matrix [outputs, inputs] of fractions, row after row.</summary>
    internal double[] Dense(int inputs)
    {
        var matrix = new double[First.Length * inputs];
        CopyTo(matrix, inputs, 0);
        return matrix;
    }

    /// <summary>Writes the matrix into one of more columns, beginning at one of them.</summary>
    internal void CopyTo(Span<double> matrix, int columns, int start)
    {
        for (var i = 0; i < First.Length; i++)
            for (var k = 0; k < Count[i]; k++) matrix[i * columns + start + First[i] + k] = (double)Weights[i * Taps + k] / (1 << Bits);
    }

    private static int Fixed(double weight) => (int)(weight * (1 << Bits) + (weight < 0 ? -0.5 : 0.5));

    private static double At(Filter filter, double x)
    {
        x = Math.Abs(x);
        if (filter == Filter.Bilinear) return x < 1 ? 1 - x : 0;
        const double a = -0.5;
        return x < 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }
}
