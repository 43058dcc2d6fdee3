using System.Runtime.InteropServices;

namespace Enn.Torch.Core;

/// <summary>
/// How long the worker threads of libgomp and OpenBLAS spin for more work before they sleep. Their defaults (milliseconds) suppose a processor each; but
/// there are two pools of them, and often other programs, so a step of a small network spent nine tenths of its time waiting for a spinning thread to be
/// descheduled. Both libraries read their settings from the environment once, when they are loaded; what the user set stays.
/// </summary>
internal static unsafe class IdleThreads
{
    internal static void SleepSoon()
    {
        if (!OperatingSystem.IsLinux()) return;
        // The value that libgomp itself takes when it has more threads than processors.
        Set("GOMP_SPINCOUNT"u8, "1000"u8);
        // The logarithm of processor cycles.
        Set("OPENBLAS_THREAD_TIMEOUT"u8, "14"u8);
    }

    // Not Environment.SetEnvironmentVariable, which native code does not see.
    private static void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        fixed (byte* n = name, v = value) _ = setenv(n, v, overwrite: 0);
    }

    [DllImport("libc")] private static extern int setenv(byte* name, byte* value, int overwrite);
}
