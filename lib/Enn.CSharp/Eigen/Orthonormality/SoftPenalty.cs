using TorchSharp;
using TorchSharp.Modules;
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
    public override Tensor Gradient(Tensor point, Tensor gradient) => gradient + point.matmul(Defect(point)) * (4 * Weight);

    /// <inheritdoc/>
    public override Tensor Move(Tensor point, Tensor displacement) => point + displacement;

    /// <inheritdoc/>
    public override Tensor? Step(IReadOnlyList<Parameter> bases, Action step)
    {
        var penalty = Weight == 0 || bases.Count == 0 ? null : Penalty.AddGradient(bases, Weight, batched: bases[0].device_type != DeviceType.CPU);
        step();
        return penalty;
    }
}
