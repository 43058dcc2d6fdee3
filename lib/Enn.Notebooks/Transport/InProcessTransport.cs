using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Transport;

/// <summary>A front end in the same process: the notebook runner, and tests.</summary>
internal sealed class InProcessTransport(Action<Channel, Message> onMessage) : ITransport
{
    private Action<Channel, Message> _receive = (_, _) => throw new InvalidOperationException("The transport has not been started.");

    public void Start(Action<Channel, Message> receive) => _receive = receive;

    public void Send(Channel channel, Message message) => onMessage(channel, message);

    /// <summary>The front end sends a message to the kernel.</summary>
    internal void Deliver(Channel channel, Message message) => _receive(channel, message);

    public void Dispose()
    {
    }
}
