using System.Runtime.InteropServices;

namespace Enn.Torch.Core;

/// <summary>
/// Keeps the runtime's signal handlers over the loading of a library. .NET turns the fault of a null reference into a NullReferenceException by its
/// handler of SIGSEGV; libraries that some libtorch builds pull in (UCX, in Debian 13) put their own there while they load, and the process would abort instead.
/// </summary>
internal static unsafe class SignalHandlers
{
    // SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV.
    private static readonly int[] _signals = [4, 5, 6, 7, 8, 11];

    // At least sizeof(struct sigaction) on any Linux.
    private const int Size = 256;

    /// <summary>Loads, and puts back the handlers that were there before.</summary>
    internal static IntPtr Keeping(Func<IntPtr> load)
    {
        var saved = stackalloc byte[Size * _signals.Length];
        for (var i = 0; i < _signals.Length; i++) _ = sigaction(_signals[i], null, saved + (Size * i));
        try
        {
            return load();
        }
        finally
        {
            for (var i = 0; i < _signals.Length; i++) _ = sigaction(_signals[i], saved + (Size * i), null);
        }
    }

    [DllImport("libc.so.6")] private static extern int sigaction(int signal, byte* action, byte* previous);
}
