namespace Enn.Torch.Core;

/// <summary>Exceptions of managed callbacks must not cross native frames: they wait here until the native call has returned.</summary>
internal static class Callbacks
{
    private static Exception? _pending;

    internal static void Keep(Exception exception) => Interlocked.CompareExchange(ref _pending, exception, null);

    internal static Exception? TakeException() => Interlocked.Exchange(ref _pending, null);
}
