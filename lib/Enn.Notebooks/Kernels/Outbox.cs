using System.Collections.Concurrent;
using Enn.Notebooks.Protocol;
using Enn.Notebooks.Transport;

namespace Enn.Notebooks.Kernels;

/// <summary>Everything that the kernel says, in one order, sent by one thread.</summary>
internal sealed class Outbox : IDisposable
{
    private readonly BlockingCollection<(Channel Channel, Message? Message, Action? Sent)> _queue = [];
    private readonly Thread _thread;

    internal Outbox(ITransport transport)
    {
        _thread = new Thread(() =>
        {
            foreach (var (channel, message, sent) in _queue.GetConsumingEnumerable())
            {
                if (message is not null) transport.Send(channel, message);
                sent?.Invoke();
            }
        }) { IsBackground = true, Name = "outbox" };
        _thread.Start();
    }

    // Called from cells' threads too: in a finally block no abort tears the queue.
    internal void Add(Channel channel, Message message, Action? sent = null)
    {
        try
        {
        }
        finally
        {
            AddUnlessEnded((channel, message, sent));
        }
    }

    private void AddUnlessEnded((Channel, Message?, Action?) item)
    {
        try
        {
            _queue.Add(item);
        }
        catch (InvalidOperationException)
        {
            // The kernel ends; a cell, or the timer of the output, still speaks.
        }
    }

    /// <summary>Sends what is left and ends.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join(TimeSpan.FromSeconds(5));
    }
}
