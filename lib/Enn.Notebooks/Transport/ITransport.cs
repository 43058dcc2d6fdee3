using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Transport;

/// <summary>Carries messages between a kernel and its front ends.</summary>
internal interface ITransport : IDisposable
{
    /// <summary>Starts to receive; <paramref name="receive"/> is called from the transport's threads.</summary>
    void Start(Action<Channel, Message> receive);

    /// <summary>Sends a message; called from one thread at a time.</summary>
    void Send(Channel channel, Message message);
}
