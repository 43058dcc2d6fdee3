namespace Enn.Cli;

/// <summary>A command cannot run; the message says what is wrong and how to mend it.</summary>
internal sealed class CliException(string message, Exception? cause = null) : Exception(message, cause);
