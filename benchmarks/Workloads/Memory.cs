using TorchSharp;

namespace Enn.Benchmarks.Workloads;

/// <summary>400 results of 4 MB, none disposed: the resident peak of the process (VmHWM).</summary>
internal sealed class Memory : Workload
{
    internal override double Measure()
    {
        for (var i = 0; i < 400; i++) _ = torch.randn(1000, 1000);
        return ResidentMemory.Peak * 1024 / 1e6;
    }
}
