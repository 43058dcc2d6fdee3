using System.Net;
using System.Net.Sockets;
using Enn.Notebooks.Protocol;
using Enn.Notebooks.Transport.Zmtp;

namespace Enn.Notebooks.Transport;

/// <summary>Jupyter's five sockets, over TCP or Unix sockets.</summary>
internal sealed class ZmqTransport : ITransport
{
    private readonly Signature _signature;
    private readonly RouterSocket _shell, _control, _stdin;
    private readonly PublisherSocket _iopub;
    private readonly EchoSocket _heartbeat;
    private Action<Channel, Message>? _receive;

    /// <exception cref="InvalidDataException">The transport or the address is none that is known here.</exception>
    internal ZmqTransport(ConnectionFile file)
    {
        _signature = new Signature(file.Key);
        _shell = new RouterSocket(Where(file, file.ShellPort), frames => Receive(Channel.Shell, frames));
        _control = new RouterSocket(Where(file, file.ControlPort), frames => Receive(Channel.Control, frames));
        _stdin = new RouterSocket(Where(file, file.StdinPort), frames => Receive(Channel.Stdin, frames));
        _iopub = new PublisherSocket(Where(file, file.IoPubPort));
        _heartbeat = new EchoSocket(Where(file, file.HeartbeatPort));
    }

    private static EndPoint Where(ConnectionFile file, int port) => file.Transport switch
    {
        "ipc" => new UnixDomainSocketEndPoint($"{file.Ip}-{port}"),
        "tcp" when IPAddress.TryParse(file.Ip == "localhost" ? "127.0.0.1" : file.Ip == "*" ? "0.0.0.0" : file.Ip, out var address) => new IPEndPoint(address, port),
        _ => throw new InvalidDataException($"cannot listen on {file.Transport}://{file.Ip}:{port}"),
    };

    /// <summary>Where the sockets listen: shell, control, stdin, iopub, heartbeat.</summary>
    internal IReadOnlyList<EndPoint> EndPoints => [_shell.EndPoint, _control.EndPoint, _stdin.EndPoint, _iopub.EndPoint, _heartbeat.EndPoint];

    public void Start(Action<Channel, Message> receive)
    {
        _receive = receive;
        foreach (ZmtpSocket socket in new ZmtpSocket[] { _shell, _control, _stdin, _iopub, _heartbeat }) socket.Start();
    }

    // What is no message, or is signed with another key, is ignored.
    private void Receive(Channel channel, List<byte[]> frames)
    {
        if (Message.FromFrames(frames, _signature) is { } message) _receive?.Invoke(channel, message);
    }

    public void Send(Channel channel, Message message)
    {
        var frames = message.ToFrames(_signature);
        switch (channel)
        {
            case Channel.IoPub: _iopub.Send(frames); break;
            case Channel.Control: _control.Send(frames); break;
            case Channel.Stdin: _stdin.Send(frames); break;
            default: _shell.Send(frames); break;
        }
    }

    public void Dispose()
    {
        foreach (var socket in new ZmtpSocket[] { _shell, _control, _stdin, _iopub, _heartbeat }) socket.Dispose();
    }
}
