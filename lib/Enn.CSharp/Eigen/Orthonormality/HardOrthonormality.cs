using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// A way that stays on the manifold: the optimizer gets the Riemannian gradient, and of its step only the tangent part counts (so a momentum that was gathered at
/// former points is projected where it is used); the retraction then follows that tangent.
/// </summary>
public abstract class HardOrthonormality : Orthonormality
{
    /// <inheritdoc/>
    public sealed override bool IsHard => true;

    /// <inheritdoc/>
    public sealed override Tensor Gradient(Tensor point, Tensor gradient) => Tangent(point, gradient);

    /// <inheritdoc/>
    public sealed override Tensor Move(Tensor point, Tensor displacement) => Retract(point, Tangent(point, displacement));

    /// <summary>A point of the manifold that differs from X + D by O(D^2).</summary>
    /// <param name="point">X, on the manifold.</param>
    /// <param name="tangent">D, tangent at X.</param>
    public abstract Tensor Retract(Tensor point, Tensor tangent);
}
