using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// A way of keeping a factor's columns orthonormal while it is trained. Every file beside this one is one way with the same members: whoever knows one knows all.
/// Points and directions are [n, r] or batches of them, n >= r.
/// </summary>
/// <remarks>
/// An optimizer works on the factor itself, so any optimizer will do: it is given <see cref="Gradient"/> in place of the gradient, and where its step ends is put
/// right by <see cref="Move"/>. The hard ways move along the manifold of orthonormal frames and stay on it up to rounding. An optimizer that scales
/// coordinates, such as Adam, remains usable there, but its steps then depend on the choice of coordinates.
/// </remarks>
public abstract class Orthonormality
{
    /// <summary>The name in settings and tables.</summary>
    public abstract string Name { get; }

    /// <summary>Whether every point stays orthonormal up to rounding; else it is only drawn towards that.</summary>
    public abstract bool IsHard { get; }

    /// <summary>What the optimizer is given in place of the loss's gradient.</summary>
    /// <param name="point">Where the gradient was taken.</param>
    /// <param name="gradient">Of the loss without any penalty.</param>
    public abstract Tensor Gradient(Tensor point, Tensor gradient);

    /// <summary>Where a step ends.</summary>
    /// <param name="point">The factor before the step.</param>
    /// <param name="displacement">What the optimizer added to it.</param>
    public abstract Tensor Move(Tensor point, Tensor displacement);

    /// <summary>An optimizer's step: gradients are changed, the step made, its ends put right, in place. A factor without a gradient is left alone.</summary>
    /// <param name="bases">The factors.</param>
    /// <param name="optimize">The optimizer's own step, over these factors and maybe more.</param>
    /// <returns>The penalty R where it was computed on the way, else null.</returns>
    public virtual Tensor? Update(IReadOnlyList<Parameter> bases, Action optimize)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var moving = bases.Where(factor => factor.grad is not null).ToList();
        var points = moving.ConvertAll(factor => factor.detach().clone());
        foreach (var factor in moving)
        {
            using var inner = NewDisposeScope();
            factor.grad!.copy_(Gradient(factor, factor.grad));
        }
        optimize();
        for (var i = 0; i < moving.Count; i++)
        {
            using var inner = NewDisposeScope();
            moving[i].copy_(Move(points[i], moving[i] - points[i]));
        }
        return null;
    }

    /// <summary>X^T X - I: what orthonormal columns make zero.</summary>
    internal static Tensor Defect(Tensor point)
    {
        var defect = Gram.Of(point);
        defect.diagonal(0, -2, -1).sub_(1);
        return defect;
    }

    /// <summary>
    /// The part of a direction that is tangent to the manifold at a point, D - X sym(X^T D): X^T D becomes skew. Of a gradient it is the Riemannian gradient.
    /// </summary>
    public static Tensor Tangent(Tensor point, Tensor direction)
    {
        var inner = point.mT.matmul(direction);
        return direction - point.matmul((inner + inner.mT) / 2);
    }

    /// <summary>max |s^2 - 1| over the singular values s of a point.</summary>
    public static double Error(Tensor point)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        return linalg.eigvalsh(Defect(point.detach().to(ScalarType.Float64))).abs().max().ToDouble();
    }

    /// <summary>A frame drawn uniformly: the sign-fixed QR of a normal matrix.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">r, at most n.</param>
    /// <param name="generator">Where to draw from; null for the default.</param>
    public static Tensor Sample(long rows, long columns, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, rows);
        return SignFixedQr.Orthonormalise(randn(rows, columns, generator: generator));
    }
}
