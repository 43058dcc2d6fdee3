using Enn.Torch.Core;

namespace Enn.Torch;

/// <summary>What tensors hold outside the managed heap.</summary>
public static class TensorMemoryInfo
{
    /// <summary>Native bytes of tensors that are neither disposed nor collected (small tensors are not counted).</summary>
    public static long LiveBytes => TensorMemory.LiveBytes;

    /// <summary>Collects forgotten tensors and gives freed memory back to the system.</summary>
    public static void Trim()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Native.enn_trim_memory();
    }
}
