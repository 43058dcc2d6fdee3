using System.Runtime.ExceptionServices;

namespace Enn.Data;

/// <summary>Computes a numbered series on threads, a bounded number ahead of whoever reads it in order.</summary>
/// <param name="count">How many there are.</param>
/// <param name="threads">Threads that compute.</param>
/// <param name="most">Results that may be there or in work at a time.</param>
/// <param name="make">Computes the result of a number.</param>
/// <param name="drop">Disposes a result: one that was read when the next is asked for, the others at the end.</param>
/// <param name="prepare">What each thread does first.</param>
internal sealed class Ahead<T>(int count, int threads, int most, Func<int, T> make, Action<T> drop, Action? prepare = null) : IDisposable
{
    private readonly Dictionary<int, (T? Result, ExceptionDispatchInfo? Failure)> _ready = [];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _room = new(Math.Max(most, 1));
    private readonly SemaphoreSlim _arrival = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Thread> _workers = [];
    private int _next;

    /// <summary>Starts the threads and waits until each has prepared itself. To be called once.</summary>
    internal void Start()
    {
        var number = Math.Min(Math.Max(threads, 1), count);
        using var prepared = new CountdownEvent(number);
        for (var i = 0; i < number; i++)
        {
            _workers.Add(new Thread(() => Work(prepared)) { IsBackground = true, Name = "enn ahead" });
            _workers[^1].Start();
        }
        prepared.Wait();
    }

    /// <summary>The results in order. To be called once, after the start.</summary>
    /// <exception cref="Exception">What <c>make</c> threw for a number, when its turn comes.</exception>
    internal IEnumerable<T> Results()
    {
        for (var number = 0; number < count; number++)
        {
            var (result, failure) = Take(number);
            failure?.Throw();
            try
            {
                yield return result!;
            }
            finally
            {
                drop(result!);
            }
            _room.Release();
        }
    }

    private (T? Result, ExceptionDispatchInfo? Failure) Take(int number)
    {
        while (true)
        {
            lock (_lock)
                if (_ready.Remove(number, out var found)) return found;
            _arrival.Wait();
        }
    }

    private void Work(CountdownEvent prepared)
    {
        prepare?.Invoke();
        prepared.Signal();
        try
        {
            while (true)
            {
                // Room first, then a number: so the numbers in work are always the next ones to be read.
                _room.Wait(_stop.Token);
                var number = Interlocked.Increment(ref _next) - 1;
                if (number >= count) return;
                (T?, ExceptionDispatchInfo?) outcome;
                try
                {
                    outcome = (make(number), null);
                }
                catch (Exception error)
                {
                    outcome = (default, ExceptionDispatchInfo.Capture(error));
                }
                lock (_lock) _ready.Add(number, outcome);
                _arrival.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The reader went away.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        foreach (var worker in _workers) worker.Join();
        foreach (var (result, failure) in _ready.Values)
            if (failure is null) drop(result!);
        _room.Dispose();
        _arrival.Dispose();
        _stop.Dispose();
    }
}
