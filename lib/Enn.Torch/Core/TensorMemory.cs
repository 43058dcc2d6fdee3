namespace Enn.Torch.Core;

/// <summary>
/// What the collector does not see: the native bytes behind tensors. When undisposed tensors pile up past a threshold, this collects them, first the
/// youngest generation, then everything; the threshold follows what is really alive. (GC.AddMemoryPressure alone let 400 forgotten 4 MB tensors
/// grow past 400 MB, for it only hints.)
/// </summary>
internal static class TensorMemory
{
    private const long Smallest = 128L << 20;
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
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            if (LiveBytes > _threshold / 2)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            _threshold = Math.Max(Smallest, LiveBytes + LiveBytes / 2);
        }
        finally
        {
            Volatile.Write(ref _collecting, 0);
        }
    }
}
