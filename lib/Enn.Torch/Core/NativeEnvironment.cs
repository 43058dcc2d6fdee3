using System.Runtime.InteropServices;

namespace Enn.Torch;

/// <summary>
/// Settings of the libraries below libtorch, which read them from the environment once, when they are loaded. They are made just before that; what the
/// user set stays.
/// </summary>
public static unsafe class NativeEnvironment
{
    /// <summary>
    /// The variables and the values that they get where they are not set. The worker threads of libgomp and OpenBLAS spin for milliseconds before they
    /// sleep, as if each had a processor. But there are two pools of them, and often other programs: a step of a small network spent nine tenths of its time
    /// waiting for a spinning thread to be descheduled.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>
    {
        // What libgomp itself takes when it has more threads than processors.
        ["GOMP_SPINCOUNT"] = "1000",
        // The logarithm of processor cycles.
        ["OPENBLAS_THREAD_TIMEOUT"] = "14",
    };

    internal static void Apply()
    {
        if (!OperatingSystem.IsLinux()) return;
        // Not Environment.SetEnvironmentVariable, which native code does not see.
        foreach (var (name, value) in Defaults)
            fixed (byte* n = Text(name), v = Text(value)) _ = setenv(n, v, overwrite: 0);
    }

    private static byte[] Text(string text) => [.. System.Text.Encoding.UTF8.GetBytes(text), 0];

    [DllImport("libc")] private static extern int setenv(byte* name, byte* value, int overwrite);
}
