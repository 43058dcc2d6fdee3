using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;
using Enn.Notebooks.Transport;
using Enn.Notebooks.Transport.Zmtp;
using FsCheck;
using FsCheck.Fluent;
using Channel = Enn.Notebooks.Protocol.Channel;

namespace Enn.Notebooks.Tests;

/// <summary>The sockets, seen by a peer written from the specification of ZMTP 3.0, and the messages on them.</summary>
public sealed class TransportTests : IDisposable
{
    private readonly ZmqTransport _transport = new(new ConnectionFile("tcp", "127.0.0.1", 0, 0, 0, 0, 0, "secret"));
    private readonly System.Collections.Concurrent.BlockingCollection<(Channel Channel, Message Message)> _received = [];

    public TransportTests() => _transport.Start((channel, message) => _received.Add((channel, message)));

    public void Dispose() => _transport.Dispose();

    /// <summary>A peer that connects: greeting, READY, frames.</summary>
    private sealed class Peer : IDisposable
    {
        private readonly TcpClient _client = new() { ReceiveTimeout = 60_000 };
        private readonly NetworkStream _stream;

        internal Peer(EndPoint to, string type)
        {
            _client.Connect((IPEndPoint)to);
            _stream = _client.GetStream();
            _stream.Write([0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 0, .. "NULL"u8, .. new byte[48]]);
            var greeting = new byte[64];
            _stream.ReadExactly(greeting);
            Assert.Equal((3, "NULL"), (greeting[10], Encoding.ASCII.GetString(greeting, 12, 4)));
            byte[] ready = [5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, (byte)type.Length, .. Encoding.ASCII.GetBytes(type)];
            _stream.Write([4, (byte)ready.Length, .. ready]);
            Assert.Equal(4, _stream.ReadByte());
            _stream.ReadExactly(new byte[_stream.ReadByte()]);
        }

        internal void Send(params IReadOnlyList<byte[]> frames)
        {
            for (var i = 0; i < frames.Count; i++)
            {
                var more = i + 1 < frames.Count ? 1 : 0;
                _stream.Write(frames[i].Length < 256 ? [(byte)more, (byte)frames[i].Length] : [(byte)(more | 2), .. BitConverter.GetBytes(IPAddress.HostToNetworkOrder((long)frames[i].Length))]);
                _stream.Write(frames[i]);
            }
        }

        internal List<byte[]> Receive()
        {
            var frames = new List<byte[]>();
            while (true)
            {
                var flags = _stream.ReadByte();
                var size = new byte[(flags & 2) != 0 ? 8 : 1];
                _stream.ReadExactly(size);
                var body = new byte[size.Aggregate(0L, (sum, b) => (sum << 8) | b)];
                _stream.ReadExactly(body);
                frames.Add(body);
                if ((flags & 1) == 0) return frames;
            }
        }

        internal void SendRaw(byte[] bytes) => _stream.Write(bytes);

        public void Dispose() => _client.Dispose();
    }

    private static Message Request(string text) => Message.Create("execute_request", new JsonObject { ["code"] = text }, null, "peer");

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(20_000_000)]
    public async Task A_message_of_any_size_arrives_and_its_answer_comes_back(int size)
    {
        using var peer = new Peer(_transport.EndPoints[0], "DEALER");
        peer.Send([.. Request(new string('x', size)).ToFrames(new Signature("secret"))]);
        Assert.True(_received.TryTake(out var got, 60_000));
        Assert.Equal((Channel.Shell, size), (got.Channel, got.Message.Content.Text("code").Length));
        // More than a socket holds is sent only while the peer reads.
        var sending = Task.Run(() => _transport.Send(Channel.Shell, Message.Create("execute_reply", new JsonObject { ["text"] = new string('y', size) }, got.Message, "kernel")));
        var answer = Message.FromFrames(peer.Receive(), new Signature("secret"));
        await sending;
        Assert.Equal(size, answer!.Content.Text("text").Length);
    }

    [Fact]
    public void What_is_signed_with_another_key_or_is_no_message_is_ignored()
    {
        using var peer = new Peer(_transport.EndPoints[0], "DEALER");
        peer.Send([.. Request("forged").ToFrames(new Signature("other"))]);
        peer.Send("garbage"u8.ToArray());
        peer.Send("<IDS|MSG>"u8.ToArray(), [], [], []);
        peer.Send([.. Request("genuine").ToFrames(new Signature("secret"))]);
        Assert.True(_received.TryTake(out var got, 60_000));
        Assert.Equal("genuine", got.Message.Content.Text("code"));
    }

    [Theory]
    [InlineData("""{"msg_type": "a", "msg_type": "b"}""")]
    [InlineData("""{"msg_type": "\ud800"}""")]
    [InlineData("[")]
    public void A_header_that_no_answer_can_repeat_makes_no_message(string header)
    {
        var signature = new Signature("key");
        byte[][] parts = [Encoding.UTF8.GetBytes(header), "{}"u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray()];
        Assert.Null(Message.FromFrames(["<IDS|MSG>"u8.ToArray(), signature.Of(parts), .. parts], signature));
    }

    [Fact]
    public void A_header_without_a_type_is_a_message_of_no_kind()
    {
        var signature = new Signature("key");
        byte[][] parts = ["""{"msg_type": 1}"""u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray()];
        Assert.Equal("", Message.FromFrames(["<IDS|MSG>"u8.ToArray(), signature.Of(parts), .. parts], signature)!.Type);
    }

    [Fact]
    public void A_peer_that_speaks_something_else_harms_no_one()
    {
        using var odd = new TcpClient();
        odd.Connect((IPEndPoint)_transport.EndPoints[0]);
        odd.GetStream().Write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n                                            "u8);
        using var broken = new Peer(_transport.EndPoints[0], "DEALER");
        broken.SendRaw([2, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        using var peer = new Peer(_transport.EndPoints[0], "DEALER");
        peer.Send([.. Request("fine").ToFrames(new Signature("secret"))]);
        Assert.True(_received.TryTake(out var got, 60_000));
        Assert.Equal("fine", got.Message.Content.Text("code"));
    }

    [Fact]
    public void The_heartbeat_echoes()
    {
        using var peer = new Peer(_transport.EndPoints[4], "REQ");
        peer.Send([], "ping"u8.ToArray());
        Assert.Equal(["", "ping"], peer.Receive().Select(Encoding.ASCII.GetString));
    }

    [Fact]
    public async Task The_kernel_may_speak_first_on_stdin()
    {
        using var shell = new Peer(_transport.EndPoints[0], "DEALER");
        shell.Send([.. Request("x").ToFrames(new Signature("secret"))]);
        Assert.True(_received.TryTake(out var got, 60_000));
        using var stdin = new Peer(_transport.EndPoints[2], "DEALER");
        // Both peers are the first without a name on their sockets, so that both have the same one.
        Message? asked = null;
        var reading = Task.Run(() => asked = Message.FromFrames(stdin.Receive(), new Signature("secret")));
        while (!reading.IsCompleted)
        {
            _transport.Send(Channel.Stdin, Message.Create("input_request", new JsonObject { ["prompt"] = "?" }, got.Message, "kernel"));
            await Task.WhenAny(reading, Task.Delay(20));
        }
        Assert.Equal("input_request", asked?.Type);
    }

    [Fact]
    public async Task Broadcasts_reach_those_who_subscribed_to_them()
    {
        using var all = new Peer(_transport.EndPoints[3], "SUB");
        using var streams = new Peer(_transport.EndPoints[3], "SUB");
        all.Send([1]);
        streams.Send([1, .. "stream"u8]);
        var got = Task.WhenAll(Task.Run(all.Receive), Task.Run(streams.Receive));
        while (!got.IsCompleted)
        {
            foreach (var type in new[] { "status", "stream" })
                _transport.Send(Channel.IoPub, Message.Create(type, [], null, "kernel", [Encoding.ASCII.GetBytes(type)]));
            await Task.WhenAny(got, Task.Delay(20));
        }
        Assert.Equal("stream", Encoding.ASCII.GetString((await got)[1][0]));
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_given_up_and_the_others_go_on()
    {
        var patience = ZmtpPeer.Patience;
        ZmtpPeer.Patience = TimeSpan.FromMilliseconds(200);
        try
        {
            using var slow = new Peer(_transport.EndPoints[3], "SUB");
            using var quick = new Peer(_transport.EndPoints[3], "SUB");
            slow.Send([1]);
            quick.Send([1]);
            Message Sent(string type) => Message.Create(type, new JsonObject { ["text"] = new string('x', 1 << 20) }, null, "kernel", [Encoding.ASCII.GetBytes(type)]);
            // Until the quick one has its subscription; what the slow one is sent meanwhile stays where it is.
            var first = Task.Run(quick.Receive);
            while (!first.IsCompleted)
            {
                _transport.Send(Channel.IoPub, Sent("early"));
                await Task.WhenAny(first, Task.Delay(20));
            }
            // Far more than a socket holds.
            var last = Task.Run(() =>
            {
                while (Encoding.ASCII.GetString(quick.Receive()[0]) != "last")
                {
                }
            });
            for (var i = 0; i < 40; i++) _transport.Send(Channel.IoPub, Sent("more"));
            _transport.Send(Channel.IoPub, Sent("last"));
            await last.WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            ZmtpPeer.Patience = patience;
        }
    }

    [Fact]
    public void Any_message_survives_the_wire_and_any_change_of_it_is_noticed()
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20261121, 3);
        Check.One(config, Prop.ForAll(ArbMap.Default.ArbFor<(NonNull<string> Text, int Frame, byte Change)>(), input =>
        {
            var signature = new Signature("key");
            var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(input.Text.Get));
            var message = Message.Create("t", new JsonObject { ["text"] = text }, null, "s", [[1, 2]]);
            var frames = message.ToFrames(signature).ToArray();
            var read = Message.FromFrames(frames, signature);
            var same = read is not null && read.Content.Text("text") == text && read.Identities.Single().SequenceEqual<byte>([1, 2]);
            var changed = frames[3 + Math.Abs(input.Frame % 4)];
            changed[0] ^= (byte)(input.Change | 1);
            return same && Message.FromFrames(frames, signature) is null;
        }));
    }
}
