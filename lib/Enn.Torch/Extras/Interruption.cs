namespace Enn.Torch;

/// <summary>Ends a computation from outside at its next tensor operation: training that watches no token can be stopped, and unwinds as after any exception.</summary>
public static class Interruption
{
    private static volatile Thread? _thread;

    /// <summary>The next tensor operation of this thread, and only that one, throws <see cref="OperationCanceledException"/>; null takes the request back.</summary>
    public static void Request(Thread? thread) => _thread = thread;

    internal static void Check()
    {
        if (_thread is { } thread) Throw(thread);
    }

    private static void Throw(Thread thread)
    {
        if (Thread.CurrentThread != thread) return;
        _thread = null;
        throw new OperationCanceledException("The computation was interrupted.");
    }
}
