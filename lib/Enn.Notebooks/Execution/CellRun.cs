using System.Runtime;
namespace Enn.Notebooks.Execution;

/// <summary>One cell on its way through <see cref="CellThread"/>.</summary>
internal sealed class CellRun(Func<UserCode, CellResult> work) : IDisposable
{
    // How often a cell that is to stop is looked at, and how long it may compute until it is aborted.
    private const int PollMilliseconds = 10, GraceMilliseconds = 150;
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
        Exception? thrown = null;
        try
        {
            ControlledExecution.Run(() => Result = work(UserCode), Abort.Token);
        }
        catch (Exception e)
        {
            // Nothing more here: an interrupt may still come, and nobody would catch it.
            thrown = e;
        }
        Finish();
        // A defect of a compiler or of ours is told to the reader, and the next cell may work.
        if (thrown is not null) Result = CellResult.Failed(thrown is OperationCanceledException or ThreadInterruptedException ? CellError.Interrupted : StackTraces.Describe(thrown));
        // Whatever exception came out at the end: an abort that was under way has spoilt the thread.
        Aborted = Abort.IsCancellationRequested;
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
                StopTensors(null);
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

    /// <summary>Ends a cell that was asked to stop, where it prints.</summary>
    /// <exception cref="OperationCanceledException">The calling thread runs this cell's own code, and the cell is to stop.</exception>
    internal void ThrowIfStopped(Thread thread)
    {
        if (InterruptRequested && UserCode.Runs && Thread.CurrentThread == thread) throw new OperationCanceledException("The cell was interrupted.");
    }

    /// <summary>
    /// Stops the cell: asks its token, and ends it at its next tensor operation or output; while its thread waits, wakes it; while it computes
    /// something else, aborts it. The abort comes last and late: what it interrupts is not prepared for it (see also <see cref="AbortRescue"/>).
    /// A thread that computes is not woken: the exception would come at its next wait, perhaps amid the handling of the abort. Returns when the cell has ended.
    /// </summary>
    internal void Stop(Thread thread)
    {
        InterruptRequested = true;
        OnThread(Cooperative.Cancel);
        var (computing, aborting) = (0, false);
        while (!Done.Wait(PollMilliseconds))
        {
            if (!UserCode.Runs) continue;
            lock (_gate)
            {
                if (!_finished) StopTensors(thread);
            }
            if ((thread.ThreadState & ThreadState.WaitSleepJoin) != 0)
            {
                computing = 0;
                Wake(thread);
            }
            else if (++computing * PollMilliseconds >= GraceMilliseconds && !aborting)
            {
                aborting = true;
                AbortRescue.Install();
                // Cancel blocks until the thread has ended, so it needs one of its own.
                OnThread(Abort.Cancel);
            }
        }
    }

    // Asked for again at each look: code that catches every exception may go on.
    private static void StopTensors(Thread? thread)
    {
#if ENN_TORCH
        Enn.Torch.Interruption.Request(thread);
#endif
    }

    private void Wake(Thread thread)
    {
        lock (_gate)
        {
            if (!_finished) thread.Interrupt();
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
