using System.Collections.Concurrent;

namespace Enn.Notebooks.Execution;

/// <summary>
/// The thread that cells run on, and their interruption. Cells share one thread, so that thread-local state (libtorch's grad mode) lasts,
/// until one had to be aborted: the runtime never delivers a second abort to a thread, nor to one started from it, so another thread takes over.
/// </summary>
internal sealed class CellThread : IDisposable
{
    private const int StackBytes = 64 << 20;
    private readonly Lock _gate = new();
    private BlockingCollection<CellRun> _queue = null!;
    private Thread _thread = null!;
    private volatile CellRun? _current;

    private readonly Action _onAbort;

    /// <param name="onAbort">Called after a cell was aborted: the locks that its thread held will never be free.</param>
    internal CellThread(Action onAbort)
    {
        _onAbort = onAbort;
        StartThread();
    }

    /// <summary>The token of the cell that runs; cancelled when it is interrupted.</summary>
    internal CancellationToken Cancellation
    {
        get
        {
            lock (_gate) return _current?.Cooperative.Token ?? CancellationToken.None;
        }
    }

    /// <summary>Called where a cell's code comes by.</summary>
    /// <exception cref="OperationCanceledException">The calling thread runs a cell that is to stop.</exception>
    internal void ThrowIfStopped() => _current?.ThrowIfStopped(_thread);

    /// <summary>Runs a cell and waits for its end.</summary>
    internal CellResult Run(Func<UserCode, CellResult> work)
    {
        using var run = new CellRun(work);
        lock (_gate) _current = run;
        _queue.Add(run);
        run.Done.Wait();
        lock (_gate) _current = null;
        if (run.Aborted)
        {
            _queue.CompleteAdding();
            _onAbort();
            StartThread();
        }
        return run.Result;
    }

    /// <summary>Stops the cell that runs, if any, and waits for its end, but no longer than <paramref name="wait"/>.</summary>
    internal void Interrupt(TimeSpan wait)
    {
        lock (_gate)
        {
            if (_current is not { InterruptRequested: false } run) return;
            var (thread, stopped) = (_thread, new ManualResetEventSlim());
            new Thread(() =>
            {
                try
                {
                    run.Stop(thread);
                }
                catch (ObjectDisposedException)
                {
                    // The cell ended by itself between two looks.
                }
                stopped.Set();
            })
            { IsBackground = true, Name = "interrupt" }.Start();
            _stopping = stopped;
        }
        _stopping.Wait(wait);
    }

    private ManualResetEventSlim _stopping = new();

    private void StartThread()
    {
        var queue = _queue = [];
        _thread = new Thread(() =>
        {
            foreach (var run in queue.GetConsumingEnumerable())
            {
                run.Execute();
                if (run.Aborted) return;
            }
        }, StackBytes)
        { IsBackground = true, Name = "cells" };
        _thread.Start();
    }

    public void Dispose() => _queue.CompleteAdding();
}
