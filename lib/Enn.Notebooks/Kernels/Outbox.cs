using Enn.Notebooks.Protocol;
using Enn.Notebooks.Transport;

namespace Enn.Notebooks.Kernels;

/// <summary>Everything that the kernel says, in one order, sent by one thread.</summary>
internal sealed class Outbox : IDisposable
{
    private readonly Queue<(Channel Channel, Message Message, Action? Sent)> _queue = new();
    private readonly Thread _thread;
    private bool _ended;

    internal Outbox(ITransport transport)
    {
        _thread = new Thread(() =>
        {
            while (Next() is { } next)
            {
                transport.Send(next.Channel, next.Message);
                next.Sent?.Invoke();
            }
        }) { IsBackground = true, Name = "outbox" };
        _thread.Start();
    }

    private (Channel Channel, Message Message, Action? Sent)? Next()
    {
        lock (_queue)
        {
            while (_queue.Count == 0 && !_ended) Monitor.Wait(_queue);
            return _queue.TryDequeue(out var next) ? next : null;
        }
    }

    // Called from cells' threads too. In a finally block no abort tears the queue; an interrupt of the thread (it may come where a lock is waited for) is put off:
    // a message that is half handed over, as a collection with a count of its own has it, would hold back all that follow.
    internal void Add(Channel channel, Message message, Action? sent = null)
    {
        try
        {
        }
        finally
        {
            var interrupted = false;
            while (!TryAdd((channel, message, sent))) interrupted = true;
            if (interrupted) Thread.CurrentThread.Interrupt();
        }
    }

    private bool TryAdd((Channel, Message, Action?) item)
    {
        try
        {
            lock (_queue)
            {
                // The kernel may have ended while a cell, or the timer of the output, still speaks.
                if (_ended) return true;
                _queue.Enqueue(item);
                Monitor.Pulse(_queue);
                return true;
            }
        }
        catch (ThreadInterruptedException)
        {
            return false;
        }
    }

    /// <summary>Sends what is left and ends.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _ended = true;
            Monitor.Pulse(_queue);
        }
        _thread.Join(TimeSpan.FromSeconds(5));
    }
}
