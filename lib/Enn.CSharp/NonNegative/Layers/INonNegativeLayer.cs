namespace Enn.NonNegative;

/// <summary>A layer with non-negative weights, of whatever kind: what a transformed network asks of all of them.</summary>
public interface INonNegativeLayer : IAudited
{
    /// <summary>How the layer is computed.</summary>
    ExecutionPath Path { get; set; }

    /// <summary>
    /// Makes the supports of W+ and W- disjoint again, as they were after the transformation: m = min(W+, W-) is taken from both, and
    /// b' += (a_max - a_min) m 1. Neither the function nor any sign changes.
    /// </summary>
    void Canonicalise();
}
