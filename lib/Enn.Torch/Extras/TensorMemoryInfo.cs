using Enn.Torch.Core;

namespace Enn.Torch;

/// <summary>What tensors hold outside the managed heap.</summary>
public static class TensorMemoryInfo
{
    /// <summary>
    /// Native bytes of tensors: on the CPU all that the allocator has given out, what only a graph holds included; on other devices the results of operators
    /// that are neither disposed nor collected.
    /// </summary>
    public static long LiveBytes => TensorMemory.LiveBytes;

    /// <summary>The most bytes that tensors on the CPU have held at a time, since the process began or <see cref="ResetPeak"/>.</summary>
    public static long PeakBytes => Native.enn_peak_bytes(0);

    /// <summary>Counts <see cref="PeakBytes"/> anew, from what tensors hold now.</summary>
    public static void ResetPeak() => Native.enn_peak_bytes(1);

    /// <summary>Collects forgotten tensors and gives freed memory back to the system.</summary>
    public static void Trim()
    {
        TensorMemory.CollectAll();
        Native.enn_trim_memory();
    }
}
