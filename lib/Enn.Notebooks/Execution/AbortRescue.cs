using System.Globalization;
using System.Runtime.InteropServices;

namespace Enn.Notebooks.Execution;

/// <summary>
/// Keeps the process alive where the runtime raises a thread's abort from where it cannot unwind. A thread that computes is stopped by a signal. In code
/// that can be interrupted anywhere (a loop without calls) the runtime raises the abort there, and all is well. Elsewhere it makes the method return into a
/// stub of its own, OnHijackTripThread, and raises the abort from there, but (10.0 on Linux) as a C++ exception that nothing turns into a managed
/// one: the C++ unwinder finds no handler, and ends the process. So we give the unwinder one: a description of that stub (a DWARF frame) whose handler is a
/// managed method. Its thread has at that moment the frame in place from which the runtime walks on into the method that was to return: what the handler
/// raises arrives there like any exception, and catch and finally blocks run.
/// </summary>
internal static unsafe partial class AbortRescue
{
    private const ulong StubLength = 0x44;

    private static readonly Lazy<bool> Installed = new(TryInstall);

    // OnHijackTripThread of .NET 10 on x64, up to the operand of its call: it stores the registers in which a method returns, and all that a method preserves.
    private static ReadOnlySpan<byte> Stub =>
    [
        0x50, 0x55, 0x53, 0x41, 0x57, 0x41, 0x56, 0x41, 0x55, 0x41, 0x54, 0x51, 0x52, 0x50, 0x48, 0x89, 0xE7, 0x48, 0x8D, 0x64, 0x24, 0xE0,
        0x66, 0x0F, 0x7F, 0x04, 0x24, 0x66, 0x0F, 0x7F, 0x4C, 0x24, 0x10, 0xE8,
    ];

    /// <summary>Looks for the stub and describes it, once in a process; false where there is none like it (another system or runtime).</summary>
    internal static bool Install() => Installed.Value;

    // The signature of the C++ unwinder's personality routines. Entering the method is enough: the runtime looks for an abort before it compiles one.
    private static int Raise(int version, int actions, ulong exceptionClass, nint exception, nint context) => throw new OperationCanceledException("The cell was interrupted.");

    private static bool TryInstall()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64) return false;
        try
        {
            if (FindStub() is not { } stub) return false;
            var description = Describe(stub);
            // Read by the unwinder as long as the process lives.
            var kept = (byte*)NativeMemory.Alloc((nuint)description.Length);
            description.CopyTo(new Span<byte>(kept, description.Length));
            RegisterFrame(kept);
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or IOException)
        {
            return false;
        }
    }

    private static ulong? FindStub()
    {
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            // from-to permissions offset device inode file
            if (!line.EndsWith("/libcoreclr.so", StringComparison.Ordinal) || !line.Contains(" r-xp ", StringComparison.Ordinal)) continue;
            var range = line.Split(' ')[0].Split('-');
            var (from, to) = (ulong.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), ulong.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            var code = new ReadOnlySpan<byte>((void*)from, (int)(to - from));
            var at = code.IndexOf(Stub);
            if (at >= 0 && code[(at + 1)..].IndexOf(Stub) < 0) return from + (ulong)at;
        }
        return null;
    }

    // .eh_frame as the Linux Standard Base describes it: one CIE with a personality routine, one FDE of the stub. How to unwind the stub does not matter: the handler never returns.
    private static byte[] Describe(ulong stub)
    {
        const byte ReturnAddress = 16, StackPointer = 7, DefineCfa = 0x0C, OffsetOf = 0x80, AbsolutePointer = 0;
        var bytes = new MemoryStream();
        var writer = new BinaryWriter(bytes);
        writer.Write(32);
        writer.Write(0);
        writer.Write((byte)1);
        writer.Write("zPR\0"u8);
        writer.Write([1, 0x78, ReturnAddress, 10, AbsolutePointer]);
        writer.Write((ulong)(delegate*<int, int, ulong, nint, nint, int>)&Raise);
        writer.Write([AbsolutePointer, DefineCfa, StackPointer, 8, OffsetOf | ReturnAddress, 1, 0, 0, 0, 0]);
        var description = (int)bytes.Length;
        writer.Write(24);
        writer.Write(description + sizeof(int));
        writer.Write(stub);
        writer.Write(StubLength);
        writer.Write(0);
        // The end mark.
        writer.Write(0);
        return bytes.ToArray();
    }

    [LibraryImport("libgcc_s.so.1", EntryPoint = "__register_frame")]
    private static partial void RegisterFrame(byte* frames);
}
