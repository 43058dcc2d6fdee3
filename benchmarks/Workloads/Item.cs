using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>Reading the one element of a tensor.</summary>
internal sealed class Item : Workload
{
    private readonly Tensor _a = torch.ones(1);
    private float _sum;

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++) _sum += _a.item<float>();
    }
}
