using System.Collections.Concurrent;

namespace Enn.Torch.Core;

/// <summary>
/// Exceptions of managed callbacks must not cross native frames: they wait here, under the number that the callback returns to native code, until the
/// native call that failed for it has returned. The autograd engine may run a callback on another thread than the one that called it.
/// </summary>
internal static class Callbacks
{
    private static readonly ConcurrentDictionary<int, Exception> Kept = new();
    private static int _last;

    /// <summary>Keeps an exception; the number is what the callback returns, negative.</summary>
    internal static int Keep(Exception exception)
    {
        var number = Interlocked.Increment(ref _last) & int.MaxValue;
        if (number == 0) number = Interlocked.Increment(ref _last);
        Kept[number] = exception;
        return -number;
    }

    /// <summary>The exception behind the calling thread's last native error; null where no callback caused it.</summary>
    internal static Exception? TakeException() => Native.enn_failed_callback() is not 0 and var number && Kept.TryRemove(number, out var exception) ? exception : null;
}
