using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>A 4x4 add whose result is disposed at once, as Python's reference count does.</summary>
internal sealed class Add(bool requiresGrad) : Workload
{
    private readonly Tensor _a = torch.ones(4, 4).requires_grad_(requiresGrad), _b = torch.ones(4, 4);

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++) (_a + _b).Dispose();
    }
}
