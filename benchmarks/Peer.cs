using System.Diagnostics;

namespace Enn.Benchmarks;

/// <summary>The Python that we compare against: Debian's, with python3-torch; ENN_PYTHON names another.</summary>
internal static class Peer
{
    internal static string Python => Environment.GetEnvironmentVariable("ENN_PYTHON") is { Length: > 0 } chosen ? chosen : "/usr/bin/python3";

    /// <summary>Installs the peer where it is missing and apt can.</summary>
    internal static void EnsureInstalled()
    {
        if (HasTorch()) return;
        Console.Error.WriteLine("Installing the peer: python3-torch");
        string[] sudo = Environment.UserName == "root" ? [] : ["sudo"];
        Succeeds([.. sudo, "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "python3-torch"]);
        if (!HasTorch()) throw new BenchmarkException($"{Python} has no torch to compare with: install Debian's python3-torch, or set ENN_PYTHON to a Python with torch.");
    }

    private static bool HasTorch() => Succeeds([Python, "-c", "import torch"]);

    private static bool Succeeds(string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
