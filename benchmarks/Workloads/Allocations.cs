using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>How many managed objects an add allocates: bytes per add over the size of one tensor object.</summary>
internal sealed class Allocations : Workload
{
    private const int Count = 1000;

    internal override double Measure()
    {
        using var a = torch.ones(4, 4);
        using var b = torch.ones(4, 4);
        long Adds() => Allocated(() => (a + b).Dispose());
        long Objects() => Allocated(() => RuntimeHelpers.GetUninitializedObject(typeof(Tensor)));
        // The first of each also allocates what the runtime keeps for later calls.
        Adds();
        Objects();
        return (double)Adds() / Objects();
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
