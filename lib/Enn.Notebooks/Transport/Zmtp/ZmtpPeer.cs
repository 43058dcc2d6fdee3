using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Enn.Notebooks.Transport.Zmtp;

/// <summary>One connection of ZMTP 3.0 with the NULL mechanism (rfc.zeromq.org/spec/23): greeting, READY, then messages of frames.</summary>
internal sealed class ZmtpPeer : IDisposable
{
    private const byte More = 1, Long = 2, Command = 4;
    private const int GreetingLength = 64, MaxFrame = 1 << 30;
    private readonly Socket _socket;
    private readonly BufferedStream _stream;
    private readonly Lock _sending = new();

    internal ZmtpPeer(Socket socket)
    {
        _socket = socket;
        if (socket.ProtocolType == ProtocolType.Tcp) socket.NoDelay = true;
        // One that does not read must not silence the kernel for all others.
        socket.SendTimeout = (int)Patience.TotalMilliseconds;
        _stream = new BufferedStream(new NetworkStream(socket, ownsSocket: true), 1 << 16);
    }

    /// <summary>How long peers that connect from now on may take nothing of what is sent to them.</summary>
    internal static TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The name that the peer gave itself, or empty.</summary>
    internal byte[] Identity { get; private set; } = [];

    /// <summary>Exchanges greetings and READY commands. We announce minor version 0: then subscriptions come as messages, and no PING.</summary>
    /// <exception cref="InvalidDataException">The peer speaks something else.</exception>
    internal void ShakeHands(string socketType)
    {
        var greeting = new byte[GreetingLength];
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        Encoding.ASCII.GetBytes("NULL", greeting.AsSpan(12));
        Raw(greeting);
        var theirs = new byte[GreetingLength];
        _stream.ReadExactly(theirs);
        if (theirs[0] != 0xFF || theirs[9] != 0x7F || theirs[10] < 3 || Encoding.ASCII.GetString(theirs, 12, 20).TrimEnd('\0') != "NULL")
            throw new InvalidDataException("The peer does not speak ZMTP 3 with the NULL mechanism.");
        var body = new MemoryStream();
        body.Write([5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, (byte)socketType.Length, .. Encoding.ASCII.GetBytes(socketType)]);
        Raw([Command, (byte)body.Length, .. body.ToArray()]);
        var (flags, ready) = ReadFrame();
        if ((flags & Command) == 0 || ready.Length < 6 || !ready.AsSpan(1, 5).SequenceEqual("READY"u8)) throw new InvalidDataException("The peer did not say READY.");
        ReadProperties(ready.AsSpan(6));
    }

    private void ReadProperties(ReadOnlySpan<byte> left)
    {
        while (left.Length > 0)
        {
            int nameLength = left[0];
            if (left.Length < 5 + nameLength) throw new InvalidDataException("A property of READY is cut short.");
            var name = Encoding.ASCII.GetString(left.Slice(1, nameLength));
            var length = BinaryPrimitives.ReadInt32BigEndian(left[(1 + nameLength)..]);
            if (length < 0 || left.Length < 5 + nameLength + length) throw new InvalidDataException("A property of READY is cut short.");
            if (name.Equals("Identity", StringComparison.OrdinalIgnoreCase)) Identity = left.Slice(5 + nameLength, length).ToArray();
            left = left[(5 + nameLength + length)..];
        }
    }

    /// <summary>The next message, as frames.</summary>
    /// <exception cref="EndOfStreamException">The peer has gone.</exception>
    internal List<byte[]> Receive()
    {
        var frames = new List<byte[]>();
        while (true)
        {
            var (flags, body) = ReadFrame();
            if ((flags & Command) != 0) continue;
            frames.Add(body);
            if ((flags & More) == 0) return frames;
        }
    }

    /// <summary>Sends a message. A peer that has gone, or takes nothing for so long, is given up: a part of a message may have reached it.</summary>
    internal void Send(IReadOnlyList<byte[]> frames)
    {
        try
        {
            lock (_sending)
            {
                var message = new MemoryStream();
                for (var i = 0; i < frames.Count; i++) WriteFrame(message, frames[i], i + 1 < frames.Count ? More : (byte)0);
                Raw(message.GetBuffer().AsSpan(0, (int)message.Length));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            Close();
        }
    }

    /// <summary>Ends the connection; the thread that receives notices it.</summary>
    internal void Close() => _socket.Dispose();

    private static void WriteFrame(MemoryStream to, byte[] body, byte flags)
    {
        if (body.Length < 256)
        {
            to.WriteByte(flags);
            to.WriteByte((byte)body.Length);
        }
        else
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(length, body.Length);
            to.WriteByte((byte)(flags | Long));
            to.Write(length);
        }
        to.Write(body);
    }

    private (byte Flags, byte[] Body) ReadFrame()
    {
        var flags = ReadByte();
        long length = ReadByte();
        if ((flags & Long) != 0)
        {
            Span<byte> rest = stackalloc byte[8];
            rest[0] = (byte)length;
            _stream.ReadExactly(rest[1..]);
            length = BinaryPrimitives.ReadInt64BigEndian(rest);
        }
        if (length is < 0 or > MaxFrame) throw new InvalidDataException($"A frame of {length} bytes is announced.");
        var body = new byte[length];
        _stream.ReadExactly(body);
        return (flags, body);
    }

    private byte ReadByte() => _stream.ReadByte() is var value and >= 0 ? (byte)value : throw new EndOfStreamException();

    // Past the reading buffer, which belongs to the receiving thread.
    private void Raw(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_socket.Send(bytes)..];
    }

    public void Dispose() => _stream.Dispose();
}
