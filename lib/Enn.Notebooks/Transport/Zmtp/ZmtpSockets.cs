using System.Buffers.Binary;
using System.Net;

namespace Enn.Notebooks.Transport.Zmtp;

/// <summary>ROUTER: names each peer, and sends to the peer that a message's first frame names.</summary>
internal sealed class RouterSocket(EndPoint where, Action<List<byte[]>> receive) : ZmtpSocket("ROUTER", where)
{
    private readonly Dictionary<string, ZmtpPeer> _byName = [];
    private readonly Dictionary<ZmtpPeer, byte[]> _names = [];
    private uint _unnamed;

    // At once, not with the first message: on the stdin channel it is the kernel that speaks first.
    private protected override void OnJoined(ZmtpPeer peer)
    {
        lock (_names)
        {
            // A peer without a name gets one: a zero byte (no name may start so) and a number.
            var name = peer.Identity;
            if (name.Length == 0) BinaryPrimitives.WriteUInt32BigEndian((name = new byte[5]).AsSpan(1), ++_unnamed);
            _names[peer] = name;
            _byName[Convert.ToHexString(name)] = peer;
        }
    }

    private protected override void OnMessage(ZmtpPeer peer, List<byte[]> frames)
    {
        byte[] name;
        lock (_names) name = _names[peer];
        receive([name, .. frames]);
    }

    internal void Send(IReadOnlyList<byte[]> frames)
    {
        ZmtpPeer? peer;
        lock (_names) _byName.TryGetValue(Convert.ToHexString(frames[0]), out peer);
        peer?.Send([.. frames.Skip(1)]);
    }

    private protected override void OnGone(ZmtpPeer peer)
    {
        lock (_names)
        {
            if (!_names.Remove(peer, out var name)) return;
            var key = Convert.ToHexString(name);
            if (_byName.TryGetValue(key, out var current) && current == peer) _byName.Remove(key);
        }
    }
}

/// <summary>PUB: sends to the peers that have subscribed to a prefix of the first frame.</summary>
internal sealed class PublisherSocket(EndPoint where) : ZmtpSocket("PUB", where)
{
    private readonly Dictionary<ZmtpPeer, List<byte[]>> _topics = [];

    // A subscription is a message: 1 and the prefix; 0 and the prefix takes it back.
    private protected override void OnMessage(ZmtpPeer peer, List<byte[]> frames)
    {
        if (frames is not [[var what, .. var prefix], ..]) return;
        lock (_topics)
        {
            if (!_topics.TryGetValue(peer, out var topics)) _topics[peer] = topics = [];
            if (what == 1) topics.Add(prefix);
            else if (topics.FindIndex(t => t.AsSpan().SequenceEqual(prefix)) is var at and >= 0) topics.RemoveAt(at);
        }
    }

    internal void Send(IReadOnlyList<byte[]> frames)
    {
        ZmtpPeer[] to;
        lock (_topics) to = [.. _topics.Where(t => t.Value.Exists(prefix => frames[0].AsSpan().StartsWith(prefix))).Select(t => t.Key)];
        foreach (var peer in to) peer.Send(frames);
    }

    private protected override void OnGone(ZmtpPeer peer)
    {
        lock (_topics) _topics.Remove(peer);
    }
}

/// <summary>REP as the heartbeat needs it: sends back what comes.</summary>
internal sealed class EchoSocket(EndPoint where) : ZmtpSocket("REP", where)
{
    private protected override void OnMessage(ZmtpPeer peer, List<byte[]> frames) => peer.Send(frames);
}
