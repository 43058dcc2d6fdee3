using Enn.Cli;

namespace Enn.Browser.Tests;

/// <summary>What of this machine the tests use.</summary>
internal static class Tools
{
    /// <summary>The pages' scripts, where ./enn report and ./enn lab keep them.</summary>
    internal static string Packages => Repository.Below("artifacts", "web");

    /// <summary>A program on PATH.</summary>
    internal static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
