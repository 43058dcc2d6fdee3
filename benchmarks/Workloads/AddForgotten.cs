using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>A 4x4 add whose result nobody disposes: what the collector and the finalizer cost.</summary>
internal sealed class AddForgotten : Workload
{
    private readonly Tensor _a = torch.ones(4, 4), _b = torch.ones(4, 4);

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++) _ = _a + _b;
    }
}
