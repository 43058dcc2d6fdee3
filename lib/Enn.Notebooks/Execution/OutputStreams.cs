using System.Text;

namespace Enn.Notebooks.Execution;

/// <summary>Collects what cells write and hands it on in pieces, while they run.</summary>
internal sealed class OutputStreams : IDisposable
{
    private const int FlushMilliseconds = 25, MaxPending = 1 << 20;
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly Action<string, string> _emit;
    private readonly Action _onWritten;
    private readonly Timer _timer;
    private string _stream = "";
    private int _pending;

    /// <param name="emit">Takes a stream's name and a piece of its text.</param>
    /// <param name="onWritten">Called on the thread that writes, when its text is taken; may throw to stop it.</param>
    internal OutputStreams(Action<string, string> emit, Action onWritten)
    {
        (_emit, _onWritten) = (emit, onWritten);
        _timer = new Timer(_ => Flush());
    }

    /// <summary>A new writer to "stdout" or "stderr".</summary>
    internal TextWriter Writer(string stream) => new CellWriter(this, stream);

    // The finally block is where no abort of the cell's thread comes through: a half-done append would silence the kernel.
    internal void Append(string stream, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        var pending = 0;
        try
        {
        }
        finally
        {
            lock (_gate)
            {
                if (_stream != stream) Take();
                if (_text.Length == 0) _timer.Change(FlushMilliseconds, Timeout.Infinite);
                _stream = stream;
                _text.Append(text);
                pending = _pending + _text.Length;
            }
        }
        // A cell that prints faster than its output can be sent waits, where it can be interrupted.
        if (pending > MaxPending) Thread.Sleep(2);
        _onWritten();
    }

    /// <summary>Hands on what is there.</summary>
    internal void Flush()
    {
        try
        {
        }
        finally
        {
            lock (_gate) Take();
        }
    }

    /// <summary>A piece of this length has reached the front end.</summary>
    internal void Sent(int length) => Interlocked.Add(ref _pending, -length);

    private void Take()
    {
        if (_text.Length == 0) return;
        var text = _text.ToString();
        _text.Clear();
        Interlocked.Add(ref _pending, text.Length);
        _emit(_stream, text);
    }

    public void Dispose() => _timer.Dispose();

    private sealed class CellWriter(OutputStreams streams, string stream) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => streams.Append(stream, [value]);

        public override void Write(string? value) => streams.Append(stream, value);

        public override void Write(char[] buffer, int index, int count) => streams.Append(stream, buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => streams.Append(stream, buffer);

        public override void WriteLine(string? value) => streams.Append(stream, value + "\n");
    }
}
