using Enn.Equivariant;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>E4 aggregation alone, forward and backward, of the first stage of p4-E4-ResNet-18 at batch 128: 32 fields, two a slice.</summary>
internal sealed class EquivariantAggregation(int kernel) : Workload
{
    private readonly Tensor _kernels = torch.randn(128, 16 * kernel * kernel * 4, 32, 32).requires_grad_();
    private readonly Tensor _values = torch.randn(128, 128, 32, 32).requires_grad_();
    private readonly Tensor _grad = torch.randn(128, 128, 32, 32);

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++)
        {
            using var scope = NewDisposeScope();
            _kernels.grad = _values.grad = null;
            Aggregation.Apply(_kernels, _values, PlanarGroup.C4, kernel).backward([_grad]);
        }
    }
}
