using Enn.Equivariant;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>How far E4 aggregation and its gradients raise the resident peak (VmHWM) above their inputs, as a share of what they give: the result and two gradients.</summary>
internal sealed class EquivariantMemory : Workload
{
    internal override double Measure()
    {
        // What a first small batch loads and compiles is not the operator's memory.
        using (NewDisposeScope()) Rise(1);
        using (NewDisposeScope()) return Rise(128);
    }

    // As EquivariantAggregation with a kernel of 3.
    private static double Rise(long batch)
    {
        var (kernels, values, grad) = (randn(batch, 16 * 9 * 4, 32, 32).requires_grad_(), randn(batch, 128, 32, 32).requires_grad_(), randn(batch, 128, 32, 32));
        var before = ResidentMemory.Now;
        Aggregation.Apply(kernels, values, PlanarGroup.C4, 3).backward([grad]);
        return (ResidentMemory.Peak - before) * 1024 / ((kernels.numel() + values.numel() + grad.numel()) * sizeof(float));
    }
}
