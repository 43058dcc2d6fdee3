namespace Enn.Data;

/// <summary>The one form of all messages about damaged files: file, offset, reason.</summary>
internal static class Damage
{
    /// <summary>What is wrong at a byte of a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="offset">Where in it, in bytes from its start.</param>
    /// <param name="reason">What is wrong there.</param>
    /// <param name="cause">What a lower layer said.</param>
    internal static InvalidDataException At(string source, long offset, string reason, Exception? cause = null) => new($"{source}: at byte {offset}: {reason}", cause);
}
