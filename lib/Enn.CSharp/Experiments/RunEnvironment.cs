using System.Diagnostics;
using Enn.Data;
using static TorchSharp.torch;

namespace Enn.Experiments;

/// <summary>Where and with what a run was made.</summary>
/// <param name="Device">The kind of device, <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Threads">Threads that one run's operators use.</param>
/// <param name="Commit">The project's commit, with <c>-dirty</c> where tracked files differ from it; <c>unknown</c> outside a git checkout.</param>
/// <param name="Torch">The version of libtorch.</param>
public sealed record RunEnvironment(string Device, int Threads, string Commit, string Torch)
{
    private static readonly Lazy<string> CurrentCommit = new(() => ReadCommit(ProjectFolder.Root));

    /// <summary>The environment of a run that starts now.</summary>
    public static RunEnvironment Now(Device device, int threads) =>
        new(device.type.ToString().ToLowerInvariant(), threads, CurrentCommit.Value, __version__);

    /// <summary>The commit of a checkout. Recorded results do not count as a change, for every run adds one.</summary>
    internal static string ReadCommit(string folder)
    {
        if (Git(folder, "rev-parse", "HEAD") is not { Length: > 0 } head) return "unknown";
        return Git(folder, "status", "--porcelain", "--untracked-files=no", "--", ".", ":(exclude)results") is "" ? head : head + "-dirty";
    }

    private static string? Git(string folder, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            using var git = Process.Start(start)!;
            // Errors are few lines, so reading the output to its end cannot block on them.
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
