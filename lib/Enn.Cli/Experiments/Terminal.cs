namespace Enn.Cli;

/// <summary>Whether somebody watches.</summary>
internal static class Terminal
{
    /// <summary>Whether a writer is the standard output and that is a terminal.</summary>
    internal static bool IsInteractive(TextWriter output) => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
}
