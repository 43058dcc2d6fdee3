using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>
/// The bounds [a_min, a_max] of every value that a layer reads. They always contain 0, since padding and dropout bring zeros in. The paper's base form
/// is a_min = 0 and a_max = alpha; a negative a_min selects its signed-input form.
/// </summary>
public readonly record struct InputRange
{
    /// <summary>The range of values between two bounds, widened to contain 0.</summary>
    /// <exception cref="ArgumentException">A bound is not finite, or the upper one lies below the lower one.</exception>
    public InputRange(double min, double max)
    {
        if (!double.IsFinite(min) || !double.IsFinite(max) || max < min)
            throw new ArgumentException($"[{min}, {max}] is no range: both bounds must be finite, the lower one first.");
        Min = Math.Min(min, 0);
        Max = Math.Max(max, 0);
    }

    /// <summary>a_min, at most 0.</summary>
    public double Min { get; }

    /// <summary>a_max: the paper's alpha, at least 0.</summary>
    public double Max { get; }

    /// <summary>Whether negative values occur.</summary>
    public bool IsSigned => Min < 0;

    /// <summary>[0, 1]: images.</summary>
    public static InputRange Unit => new(0, 1);

    /// <summary>[0, alpha]: the paper's base form.</summary>
    /// <param name="alpha">The upper bound, at least 0.</param>
    /// <exception cref="ArgumentException">It is negative or not finite.</exception>
    public static InputRange UpTo(double alpha) => new(0, alpha);

    /// <summary>The range of values that are scaled by a factor of at least 0, as dropout scales them by 1/(1-p) while it trains: [f a_min, f a_max].</summary>
    /// <exception cref="ArgumentException">The factor is negative or a bound is no longer finite.</exception>
    public InputRange Scaled(double factor) => new(Min * factor, Max * factor);

    /// <summary>The bounds as a tensor of this type stores them, so that alpha - y is computed with the value that bounds y.</summary>
    public InputRange RoundedTo(ScalarType dtype) => dtype == ScalarType.Float32 ? new((float)Min, (float)Max) : this;

    /// <inheritdoc/>
    public override string ToString() => $"[{Min:G6}, {Max:G6}]";
}
