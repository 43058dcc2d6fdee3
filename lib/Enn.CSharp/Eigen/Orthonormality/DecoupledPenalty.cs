using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// The penalty as a step of its own after the optimizer's, as decoupled weight decay is: X - s X (X^T X - I). Singular values become sv (1 - s (sv^2 - 1)), so near 1
/// their errors shrink by 1 - 2s, whatever an adaptive optimizer does to gradients; s = 1/2 is one Newton-Schulz step.
/// </summary>
/// <param name="strength">s, in (0, 1).</param>
public sealed class DecoupledPenalty(double strength = 0.1) : Orthonormality
{
    /// <summary>s.</summary>
    public double Strength { get; } = strength is > 0 and < 1 ? strength : throw new ArgumentOutOfRangeException(nameof(strength), strength, "the step is stable between 0 and 1");

    /// <inheritdoc/>
    public override string Name => "decoupled";

    /// <inheritdoc/>
    public override bool IsHard => false;

    /// <inheritdoc/>
    public override Tensor Gradient(Tensor point, Tensor gradient) => gradient;

    /// <inheritdoc/>
    public override Tensor Move(Tensor point, Tensor displacement) => Step(point + displacement, Strength);

    /// <inheritdoc/>
    public override Tensor? Step(IReadOnlyList<Parameter> bases, Action step)
    {
        step();
        using var gradients = no_grad();
        foreach (var factor in bases)
        {
            using var scope = NewDisposeScope();
            factor.sub_(factor.matmul(Defect(factor)) * Strength);
        }
        return null;
    }

    /// <summary>X - s X (X^T X - I).</summary>
    internal static Tensor Step(Tensor point, double strength) => point - point.matmul(Defect(point)) * strength;
}
