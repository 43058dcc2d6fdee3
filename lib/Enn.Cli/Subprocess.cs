using System.ComponentModel;
using System.Diagnostics;

namespace Enn.Cli;

/// <summary>Runs other programs, line by line.</summary>
internal static class Subprocess
{
    /// <summary>Runs a program to its end and hands over each line of its output and its error output as it comes.</summary>
    /// <returns>The exit status.</returns>
    /// <exception cref="CliException">The program is not on this machine.</exception>
    internal static async Task<int> RunAsync(string program, IEnumerable<string> arguments, Action<string> onLine, CancellationToken cancel,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = new Process { StartInfo = start };
        var gate = new Lock();
        void Take(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            lock (gate) onLine(line.Data);
        }
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        Start(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await EndAsync(process, cancel);
    }

    /// <summary>Runs a program that writes to our own output and error output, a terminal included.</summary>
    /// <returns>The exit status.</returns>
    /// <exception cref="CliException">The program is not on this machine.</exception>
    internal static async Task<int> RunAttachedAsync(string program, IEnumerable<string> arguments, CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = new Process { StartInfo = start };
        Start(process);
        return await EndAsync(process, cancel);
    }

    private static void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new CliException($"cannot start {process.StartInfo.FileName}: {e.Message}", e);
        }
    }

    private static async Task<int> EndAsync(Process process, CancellationToken cancel)
    {
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return process.ExitCode;
    }
}
