using System.Runtime;
namespace Enn.Notebooks.Execution;

/// <summary>One cell on its way through <see cref="CellThread"/>.</summary>
internal sealed class CellRun(Func<UserCode, CellResult> work) : IDisposable
{
    private readonly Lock _gate = new();
    private bool _finished;

    internal UserCode UserCode { get; } = new();

    /// <summary>Code that watches this ends by itself.</summary>
    internal CancellationTokenSource Cooperative { get; } = new();

    /// <summary>Cancelling this aborts the thread.</summary>
    internal CancellationTokenSource Abort { get; } = new();

    internal ManualResetEventSlim Done { get; } = new();

    internal volatile bool InterruptRequested;

    internal bool Aborted { get; private set; }

    internal CellResult Result { get; private set; } = CellResult.Nothing;

    /// <summary>Runs the cell on the calling thread.</summary>
    internal void Execute()
    {
        try
        {
            ControlledExecution.Run(() => Result = work(UserCode), Abort.Token);
        }
        catch (OperationCanceledException)
        {
            Aborted = true;
        }
        catch (ThreadInterruptedException)
        {
            Result = CellResult.Failed(CellError.Interrupted);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A defect of a compiler or of ours: the reader is told, and the next cell may work.
            Result = CellResult.Failed(StackTraces.Describe(e));
        }
        Finish();
        if (Aborted || (InterruptRequested && Result.Error is { Name: not "CompilationError" })) Result = CellResult.Failed(CellError.Interrupted);
        Done.Set();
    }

    // From here on no interrupt is sent; one that is still under way ends the short sleep (Sleep(0) would not take it).
    private void Finish()
    {
        while (!_finished)
        {
            try
            {
                lock (_gate) _finished = true;
            }
            catch (ThreadInterruptedException)
            {
            }
        }
        if (!InterruptRequested) return;
        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
        }
    }

    /// <summary>Stops the cell: asks its token, wakes its thread, and at last aborts it. Returns when the cell has ended.</summary>
    internal void Stop(Thread thread)
    {
        InterruptRequested = true;
        OnThread(Cooperative.Cancel);
        var aborting = false;
        for (var woken = 0; !Done.IsSet;)
        {
            if (!UserCode.Runs)
            {
                Done.Wait(5);
                continue;
            }
            lock (_gate)
            {
                if (_finished) return;
                thread.Interrupt();
            }
            if (Done.Wait(60)) return;
            if (++woken < 2 || aborting) continue;
            aborting = true;
            // Cancel blocks until the thread has ended, so it needs one of its own.
            OnThread(Abort.Cancel);
        }
    }

    private static void OnThread(Action action) => new Thread(() =>
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is ObjectDisposedException or AggregateException)
        {
            // The cell ended meanwhile, or a callback that it had registered failed: neither concerns the one who interrupts.
        }
    }) { IsBackground = true }.Start();

    public void Dispose() => Done.Dispose();
}
