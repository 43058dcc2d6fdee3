using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>Asking a tensor for its shape.</summary>
internal sealed class Shape : Workload
{
    private readonly Tensor _a = torch.ones(4, 4);
    private long _sum;

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++) _sum += _a.shape.Length;
    }
}
