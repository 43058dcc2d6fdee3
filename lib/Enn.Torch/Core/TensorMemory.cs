namespace Enn.Torch.Core;

/// <summary>
/// What the collector does not see: the native bytes behind tensors. When undisposed tensors pile up past a threshold, this collects them; the
/// threshold is twice what was then really alive. (GC.AddMemoryPressure alone let 400 forgotten 4 MB tensors grow past 400 MB, for it only hints.)
/// </summary>
internal static class TensorMemory
{
    private const long Smallest = 64L << 20;
    private static long _live;
    private static long _threshold = Smallest;
    private static int _collecting;

    /// <summary>Native bytes held by tensors that are neither disposed nor collected.</summary>
    internal static long LiveBytes => Interlocked.Read(ref _live);

    internal static void Add(long bytes)
    {
        if (Interlocked.Add(ref _live, bytes) > _threshold) Collect();
    }

    internal static void Remove(long bytes) => Interlocked.Add(ref _live, -bytes);

    private static void Collect()
    {
        if (Interlocked.Exchange(ref _collecting, 1) != 0) return;
        try
        {
            // The two youngest generations: what a training step holds while it is interrupted here is promoted once, and must go the next time.
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            if (LiveBytes > _threshold / 4 * 3)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            _threshold = Math.Max(Smallest, 2 * LiveBytes);
        }
        finally
        {
            Volatile.Write(ref _collecting, 0);
        }
    }
}
