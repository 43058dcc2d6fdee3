using System.Runtime.CompilerServices;

namespace Enn.Torch.Core;

/// <summary>
/// What the collector does not see: the native bytes behind tensors, those included that only a graph or a gradient holds. The native allocator counts
/// them; when they pass a threshold, forgotten tensors are collected, and the threshold becomes half as much again as was then really alive.
/// (GC.AddMemoryPressure alone let 400 forgotten 4 MB tensors grow past 400 MB, for it only hints.)
/// </summary>
internal static unsafe class TensorMemory
{
    private const long Least = 64L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly long* Outstanding = Native.enn_outstanding_bytes();
    private static long _threshold = Least;
    private static long _onDevices;
    private static int _collecting;
    private static Task? _finalizing;

    /// <summary>Native bytes of tensors: on the CPU what the allocator gave out, on other devices the operators' results that are neither disposed nor collected.</summary>
    internal static long LiveBytes => Volatile.Read(ref *Outstanding) + Volatile.Read(ref _onDevices);

    /// <summary>Called for each new tensor: collects forgotten ones if there is much to win.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check()
    {
        if (LiveBytes > _threshold) Collect();
    }

    /// <summary>Counts bytes on a device other than the CPU (negative ones when they go).</summary>
    internal static void AddOnDevice(long bytes) => Interlocked.Add(ref _onDevices, bytes);

    /// <summary>Collects every forgotten tensor, and starts over from what is left.</summary>
    internal static void CollectAll()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        SetThreshold();
    }

    private static void SetThreshold()
    {
        var live = LiveBytes;
        Volatile.Write(ref _threshold, live + Math.Max(Least, live / 2));
    }

    private static void Collect()
    {
        if (Interlocked.Exchange(ref _collecting, 1) != 0) return;
        try
        {
            // The two youngest generations: what a training step holds while it is interrupted here is promoted once, and must go the next time.
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
            WaitForFinalizers();
            if (LiveBytes > _threshold / 4 * 3)
            {
                GC.Collect();
                WaitForFinalizers();
            }
            SetThreshold();
        }
        finally
        {
            Volatile.Write(ref _collecting, 0);
        }
    }

    /// <summary>Waits on another thread and not for ever: the caller may hold a lock that some finalizer takes.</summary>
    private static void WaitForFinalizers()
    {
        if (_finalizing is { IsCompleted: false }) return;
        _finalizing = Task.Factory.StartNew(GC.WaitForPendingFinalizers, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _finalizing.Wait(Patience);
    }
}
