using System.CommandLine;

namespace Enn.Cli;

/// <summary>Options of the official command line that it parses and does not use: accepted here too, so that its command lines work as they are.</summary>
internal static class OfficialOptions
{
    /// <summary>The options, in their official spelling.</summary>
    internal static IEnumerable<Option> Unused()
    {
        foreach (var name in new[] { "--noise_aware", "--noise_inference", "--log" })
            yield return new Option<bool>(name) { Description = "Accepted and without effect, as in the official code." };
    }
}
