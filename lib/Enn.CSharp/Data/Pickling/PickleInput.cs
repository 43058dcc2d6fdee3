using System.Buffers.Binary;
using System.Text;

namespace Enn.Data.Pickling;

/// <summary>The bytes of a pickle, buffered, with the offset for messages. Never asks for more memory than the file still holds.</summary>
internal sealed class PickleInput(Stream stream, string source)
{
    private const int BufferSize = 1 << 16;
    private const int MaxLine = 1 << 12;

    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly long _start = stream.Position;
    private readonly long _length = stream.Length;
    private int _filled;
    private int _at;

    /// <summary>Bytes taken since the start, which is where the file begins for messages.</summary>
    internal long Offset => stream.Position - _filled + _at - _start;

    internal InvalidDataException Corrupt(long offset, string reason, Exception? cause = null) => Damage.At(source, _start + offset, reason, cause);

    /// <summary>Gives what was buffered too much back to the stream.</summary>
    internal void Finish() => stream.Position -= _filled - _at;

    internal byte Byte()
    {
        if (_at == _filled) Fill();
        return _buffer[_at++];
    }

    internal int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Small(2));

    internal int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Small(4));

    internal long UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Small(4));

    internal ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Small(8));

    internal double Double() => BinaryPrimitives.ReadDoubleBigEndian(Small(8));

    /// <summary>Bytes of a declared length.</summary>
    internal byte[] Bytes(ulong length)
    {
        var left = _length - _start - Offset;
        if (length > (ulong)Math.Min(left, Array.MaxLength)) throw Corrupt(Offset, $"{length} bytes are declared, and {left} are left");
        var bytes = new byte[length];
        var buffered = Math.Min(bytes.Length, _filled - _at);
        _buffer.AsSpan(_at, buffered).CopyTo(bytes);
        _at += buffered;
        stream.ReadExactly(bytes.AsSpan(buffered));
        return bytes;
    }

    /// <summary>Text up to the end of its line (module and name of a global).</summary>
    internal string Line()
    {
        var start = Offset;
        var line = new List<byte>();
        for (byte next; (next = Byte()) != '\n';)
        {
            if (line.Count == MaxLine) throw Corrupt(start, $"a name of more than {MaxLine} bytes");
            line.Add(next);
        }
        return Text([.. line], start);
    }

    /// <summary>Bytes as UTF-8.</summary>
    internal string Text(byte[] bytes, long offset)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw Corrupt(offset, "a text that is not UTF-8", error);
        }
    }

    // Unpaired surrogates, which Python pickles as three bytes each, are refused too.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> Small(int count)
    {
        if (_filled - _at >= count)
        {
            _at += count;
            return _buffer.AsSpan(_at - count, count);
        }
        return Bytes((ulong)count);
    }

    private void Fill()
    {
        (_at, _filled) = (0, 0);
        _filled = stream.Read(_buffer);
        if (_filled == 0) throw Corrupt(Offset, "the pickle ends before its STOP");
    }
}
