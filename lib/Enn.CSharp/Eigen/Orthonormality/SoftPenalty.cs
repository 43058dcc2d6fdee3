using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// The paper's way: lambda (||Q^T Q - I||^2 + ||P^T P - I||^2) in the loss, here by its closed gradient 4 lambda X (X^T X - I), which saves a third of what autograd
/// computes. With the published weights (1e-6 to 5e-4) bases drift nearly as far as without it.
/// </summary>
/// <param name="weight">lambda.</param>
public sealed class SoftPenalty(double weight) : Orthonormality
{
    /// <summary>lambda.</summary>
    public double Weight { get; } = weight >= 0 ? weight : throw new ArgumentOutOfRangeException(nameof(weight), weight, "a penalty's weight is not negative");

    /// <inheritdoc/>
    public override string Name => "soft";

    /// <inheritdoc/>
    public override bool IsHard => false;

    /// <inheritdoc/>
    public override bool KeepsGradient => Weight == 0;

    /// <inheritdoc/>
    public override bool KeepsStep => true;

    /// <inheritdoc/>
    public override Tensor Gradient(Tensor point, Tensor gradient) => gradient + point.matmul(Defect(point)) * (4 * Weight);

    /// <inheritdoc/>
    public override Tensor Move(Tensor point, Tensor displacement) => point + displacement;
}
