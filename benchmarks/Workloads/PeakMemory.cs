using Enn.Torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>What tensors hold at the peak of an action beyond what they held before it: bytes, the same in each run, which the resident size of a process is not.</summary>
internal static class PeakMemory
{
    internal static double Of(Action action)
    {
        TensorMemoryInfo.Trim();
        TensorMemoryInfo.ResetPeak();
        var before = TensorMemoryInfo.PeakBytes;
        action();
        return TensorMemoryInfo.PeakBytes - before;
    }
}
