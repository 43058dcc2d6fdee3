using System.Net;
using System.Net.Sockets;

namespace Enn.Notebooks.Transport.Zmtp;

/// <summary>A listening socket of one ZMTP type; a thread for each peer.</summary>
internal abstract class ZmtpSocket : IDisposable
{
    private readonly Socket _listener;
    private readonly string _type;
    private readonly string? _file;
    private readonly List<ZmtpPeer> _peers = [];

    private protected ZmtpSocket(string type, EndPoint where)
    {
        _type = type;
        _file = where is UnixDomainSocketEndPoint ? where.ToString() : null;
        if (_file is not null) File.Delete(_file);
        _listener = new Socket(where.AddressFamily, SocketType.Stream, where is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        _listener.Bind(where);
        _listener.Listen();
    }

    /// <summary>Where it listens.</summary>
    internal EndPoint EndPoint => _listener.LocalEndPoint!;

    internal void Start() => new Thread(Accept) { IsBackground = true, Name = "zmtp " + _type }.Start();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = _listener.Accept();
                new Thread(() => Serve(new ZmtpPeer(socket))) { IsBackground = true, Name = "zmtp peer" }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The socket was closed: the kernel ends.
        }
    }

    private void Serve(ZmtpPeer peer)
    {
        try
        {
            peer.ShakeHands(_type);
            lock (_peers) _peers.Add(peer);
            OnJoined(peer);
            while (true) OnMessage(peer, peer.Receive());
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException or ObjectDisposedException or OutOfMemoryException)
        {
            // This peer has gone or does not speak the protocol; the others stay.
        }
        finally
        {
            lock (_peers) _peers.Remove(peer);
            OnGone(peer);
            peer.Dispose();
        }
    }

    private protected abstract void OnMessage(ZmtpPeer peer, List<byte[]> frames);

    private protected virtual void OnJoined(ZmtpPeer peer)
    {
    }

    private protected virtual void OnGone(ZmtpPeer peer)
    {
    }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_peers) _peers.ForEach(peer => peer.Close());
        if (_file is not null) File.Delete(_file);
    }
}
