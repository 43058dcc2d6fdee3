using System.Runtime.InteropServices;
using Enn.Notebooks.Protocol;
using Enn.Notebooks.Transport;

namespace Enn.Notebooks.Kernels;

/// <summary>The kernel as a process of its own, started by a front end.</summary>
public static partial class KernelProcess
{
    private const int ParentCheckMilliseconds = 500;

    /// <summary>Serves the front end that wrote the connection file, until it asks for a shutdown or the process that started us dies.</summary>
    /// <exception cref="InvalidDataException">The file is no connection file.</exception>
    public static void Run(string connectionFile)
    {
        var file = ConnectionFile.Read(connectionFile);
        using var kernel = new Kernel(new ZmqTransport(file), captureNative: true);
        // SIGINT interrupts the cell; it never ends the kernel.
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            kernel.Interrupt();
        });
        using var parent = OperatingSystem.IsWindows() ? null : WatchParent(kernel.End);
        kernel.Start();
        kernel.WaitForEnd();
    }

    // A process whose parent dies gets another one.
    private static Timer WatchParent(Action onDeath)
    {
        var parent = ParentId();
        return new Timer(_ =>
        {
            if (ParentId() != parent) onDeath();
        }, null, ParentCheckMilliseconds, ParentCheckMilliseconds);
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentId();
}
