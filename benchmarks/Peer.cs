using System.Diagnostics;

namespace Enn.Benchmarks;

/// <summary>The Python that we compare against: Debian's, with python3-torch; ENN_PYTHON names another.</summary>
internal static class Peer
{
    internal static string Python => Environment.GetEnvironmentVariable("ENN_PYTHON") is { Length: > 0 } chosen ? chosen : "/usr/bin/python3";

    /// <summary>Installs the peer where it is missing and apt can.</summary>
    /// <param name="torchvision">Whether torchvision is needed too.</param>
    internal static void EnsureInstalled(bool torchvision)
    {
        Ensure("torch");
        if (torchvision) Ensure("torchvision");
    }

    private static void Ensure(string module)
    {
        if (Has(module)) return;
        Console.Error.WriteLine($"Installing the peer: python3-{module}");
        string[] sudo = Environment.UserName == "root" ? [] : ["sudo"];
        Succeeds([.. sudo, "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", $"python3-{module}"]);
        if (!Has(module)) throw new BenchmarkException($"{Python} has no {module} to compare with: install Debian's python3-{module}, or set ENN_PYTHON to a Python with {module}.");
    }

    private static bool Has(string module) => Succeeds([Python, "-c", $"import {module}"]);

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
