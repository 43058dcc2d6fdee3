using System.Diagnostics;
using System.Globalization;

namespace Enn.Benchmarks.Kernel;

/// <summary>What the system says of the processes that this one has started and waited for.</summary>
internal static class ChildProcesses
{
    private const double TicksPerSecond = 100;

    /// <summary>Runs a program to its end; the CPU time, user and system, of it and of those that it started and waited for.</summary>
    internal static double CpuSeconds(ProcessStartInfo start, string input)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        var before = Ended();
        using (var process = Process.Start(start)!)
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) throw new BenchmarkException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with status {process.ExitCode}");
        }
        return Ended() - before;
    }

    // Fields 16 and 17 of proc_pid_stat(5), counted from 1; the second is a name in parentheses.
    private static double Ended()
    {
        var text = File.ReadAllText("/proc/self/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
