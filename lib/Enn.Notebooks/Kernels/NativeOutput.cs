using System.Runtime.InteropServices;
using System.Text;

namespace Enn.Notebooks.Kernels;

/// <summary>What native code writes to the file descriptors 1 and 2, past the console of .NET: led through pipes into the cell's streams (Linux and macOS).</summary>
internal sealed partial class NativeOutput : IDisposable
{
    private readonly List<Pipe> _pipes;

    internal NativeOutput(Action<string, string> append) => _pipes = [new Pipe(1, "stdout", append), new Pipe(2, "stderr", append)];

    /// <summary>Hands on what has been written until now.</summary>
    internal void Drain()
    {
        _ = Libc.Flush(0);
        foreach (var pipe in _pipes) pipe.Drain();
    }

    public void Dispose()
    {
        _ = Libc.Flush(0);
        foreach (var pipe in _pipes) pipe.Dispose();
    }

    private sealed class Pipe : IDisposable
    {
        private readonly int _descriptor, _original, _read;
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
        private readonly Lock _gate = new();
        private readonly string _stream;
        private readonly Action<string, string> _append;
        private readonly byte[] _buffer = new byte[65536];
        private readonly char[] _characters = new char[65536 + 1];
        private bool _closed;

        internal Pipe(int descriptor, string stream, Action<string, string> append)
        {
            (_descriptor, _stream, _append) = (descriptor, stream, append);
            _original = Libc.Duplicate(descriptor);
            var ends = new int[2];
            if (_original < 0 || Libc.Pipe(ends) != 0 || Libc.Duplicate(ends[1], descriptor) < 0) throw new IOException($"cannot redirect file descriptor {descriptor}");
            _read = ends[0];
            _ = Libc.Close(ends[1]);
            new Thread(Follow) { IsBackground = true, Name = "native " + stream }.Start();
        }

        private void Follow()
        {
            while (Libc.Poll(_read, Timeout.Infinite) > 0 && Take())
            {
            }
            lock (_gate)
            {
                _closed = true;
                _ = Libc.Close(_read);
            }
        }

        internal void Drain()
        {
            while (Libc.Poll(_read, 0) > 0 && Take())
            {
            }
        }

        // False at the end: no one holds the writing end any more.
        private bool Take()
        {
            lock (_gate)
            {
                if (_closed) return false;
                if (Libc.Poll(_read, 0) <= 0) return true;
                // Not interrupted by signals: there is something to read.
                var count = Libc.Read(_read, _buffer, _buffer.Length);
                if (count <= 0) return false;
                var decoded = _decoder.GetChars(_buffer.AsSpan(0, (int)count), _characters, false);
                _append(_stream, new string(_characters, 0, decoded));
                return true;
            }
        }

        public void Dispose()
        {
            Drain();
            _ = Libc.Duplicate(_original, _descriptor);
            _ = Libc.Close(_original);
        }
    }

    private static partial class Libc
    {
        private const int Interrupted = 4;

        [StructLayout(LayoutKind.Sequential)]
        private struct PollEntry
        {
            internal int Descriptor;
            internal short Events, Returned;
        }

        internal static int Poll(int descriptor, int milliseconds)
        {
            var entry = new PollEntry { Descriptor = descriptor, Events = 1 };
            while (true)
            {
                // A signal, such as SIGINT or the end of a child process, may end the call early; no thread but this one empties the pipe.
                var ready = Poll(ref entry, 1, milliseconds);
                if (ready >= 0 || Marshal.GetLastPInvokeError() != Interrupted) return ready;
            }
        }

        [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
        private static partial int Poll(ref PollEntry entries, nuint count, int milliseconds);

        [LibraryImport("libc", EntryPoint = "pipe")]
        internal static partial int Pipe([Out] int[] ends);

        [LibraryImport("libc", EntryPoint = "dup")]
        internal static partial int Duplicate(int descriptor);

        [LibraryImport("libc", EntryPoint = "dup2")]
        internal static partial int Duplicate(int from, int to);

        [LibraryImport("libc", EntryPoint = "close")]
        internal static partial int Close(int descriptor);

        [LibraryImport("libc", EntryPoint = "read")]
        internal static partial nint Read(int descriptor, [Out] byte[] buffer, nint count);

        [LibraryImport("libc", EntryPoint = "fflush")]
        internal static partial int Flush(nint all);
    }
}
