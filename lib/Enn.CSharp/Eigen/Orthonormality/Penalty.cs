using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>R = sum over factors of ||X^T X - I||_F^2, the paper's measure of how far bases are from orthonormal (a sum, without any normalisation).</summary>
public static class Penalty
{
    /// <summary>R, differentiable. Factors of equal shape go as one batch.</summary>
    public static Tensor Of(IEnumerable<Parameter> bases, bool batched = true) =>
        (batched ? FactorGroups.Of(bases).Select(group => group.Length == 1 ? group[0] : stack(group)) : bases).Select(x => Orthonormality.Defect(x).square().sum()).Aggregate((a, b) => a + b);

    /// <summary>R of the layers of a network, differentiable: what the paper adds to the loss, times lambda.</summary>
    public static Tensor Of(IEnumerable<EigenLayer> layers) => Of(layers.SelectMany(layer => layer.Factors.Bases));

    /// <summary>
    /// Adds lambda dR/dX = 4 lambda X (X^T X - I) to the gradients, without autograd: one Gram matrix and one product a factor.
    /// </summary>
    /// <param name="bases">Factors with or without gradients so far.</param>
    /// <param name="weight">lambda.</param>
    /// <param name="batched">Whether factors of equal shape go as one batch: worth it on an accelerator; on the CPU a batch is a loop and stacking a copy.</param>
    /// <returns>R, without gradient.</returns>
    public static Tensor AddGradient(IReadOnlyList<Parameter> bases, double weight, bool batched)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        Tensor? total = null;
        foreach (var group in batched ? FactorGroups.Of(bases) : bases.Select(x => new[] { x }))
        {
            using var inner = NewDisposeScope();
            Tensor point = group.Length == 1 ? group[0] : stack(group);
            var defect = Orthonormality.Defect(point);
            var value = defect.square().sum();
            total = total is null ? value.MoveToOuterDisposeScope() : total.add_(value);
            if (group.Length == 1) Add(group[0], point, defect, weight);
            else
            {
                var gradients = point.bmm(defect).mul_(4 * weight);
                for (var i = 0; i < group.Length; i++) Accumulate(group[i], gradients[i]);
            }
        }
        return (total ?? zeros(1).squeeze()).MoveToOuterDisposeScope();
    }

    private static void Add(Parameter factor, Tensor point, Tensor defect, double weight)
    {
        if (factor.grad is { } gradient) gradient.addmm_(point, defect.mul_(4 * weight));
        else factor.grad = point.matmul(defect).mul_(4 * weight).DetachFromDisposeScope();
    }

    private static void Accumulate(Parameter factor, Tensor more)
    {
        if (factor.grad is { } gradient) gradient.add_(more);
        else factor.grad = more.clone().DetachFromDisposeScope();
    }
}
