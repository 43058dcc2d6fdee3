using Enn.Notebooks.Kernels;
using Enn.Notebooks.Protocol;
using Enn.Notebooks.Transport;

namespace Enn.Notebooks.Tests;

/// <summary>What the kernel says reaches the transport, whatever becomes of the thread that says it.</summary>
public sealed class OutboxTests
{
    private sealed class Recorder : ITransport
    {
        internal List<int> Sent { get; } = [];

        public void Start(Action<Channel, Message> receive)
        {
        }

        public void Send(Channel channel, Message message)
        {
            lock (Sent) Sent.Add(message.Content.Number("n", -1));
        }

        public void Dispose()
        {
        }
    }

    [Fact]
    public void Interrupts_of_speaking_threads_neither_lose_nor_hold_back_a_message()
    {
        const int Speakers = 4, Count = 20_000;
        var transport = new Recorder();
        var outbox = new Outbox(transport);
        var escaped = 0;
        // All speak at once, so that they wait for each other: there an interrupt comes.
        var speakers = Enumerable.Range(0, Speakers).Select(speaker => new Thread(() =>
        {
            for (var n = 0; n < Count; n++)
            {
                try
                {
                    outbox.Add(Channel.IoPub, new Message([], [], [], [], new() { ["n"] = speaker * Count + n }));
                }
                catch (ThreadInterruptedException)
                {
                    Interlocked.Increment(ref escaped);
                }
            }
        })).ToArray();
        foreach (var speaker in speakers) speaker.Start();
        while (speakers.Any(speaker => speaker.IsAlive))
            foreach (var speaker in speakers.Where(speaker => speaker.IsAlive)) speaker.Interrupt();
        // All of them come without another one that would push them.
        SpinWait.SpinUntil(() => Number(transport) == Speakers * Count, TimeSpan.FromSeconds(30));
        outbox.Dispose();
        Assert.Equal((0, Speakers * Count), (escaped, Number(transport)));
        Assert.Equal(Enumerable.Range(0, Speakers * Count), transport.Sent.Order());
    }

    private static int Number(Recorder transport)
    {
        lock (transport.Sent) return transport.Sent.Count;
    }
}
