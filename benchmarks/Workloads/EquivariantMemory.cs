using Enn.Equivariant;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>What tensors hold at the peak of E4 aggregation and its gradients beyond the inputs, as a share of what they give: the result and two gradients. As EquivariantAggregation with a kernel of 3.</summary>
internal sealed class EquivariantMemory : Workload
{
    private const long Batch = 128;

    internal override double Measure()
    {
        var (kernels, values, grad) = (randn(Batch, 16 * 9 * 4, 32, 32).requires_grad_(), randn(Batch, 128, 32, 32).requires_grad_(), randn(Batch, 128, 32, 32));
        return PeakMemory.Of(() => Aggregation.Apply(kernels, values, PlanarGroup.C4, 3).backward([grad])) / ((kernels.numel() + values.numel() + grad.numel()) * sizeof(float));
    }
}
