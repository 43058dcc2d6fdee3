namespace Enn.Cli;

/// <summary>Where the working tree is: ENN_ROOT, which the launcher sets, or the nearest folder above that holds Notebooks.sln.</summary>
internal static class Repository
{
    private const string Marker = "Notebooks.sln";

    /// <summary>The root of the working tree.</summary>
    /// <exception cref="CliException">The command does not run from a working tree (but from a bundle, say).</exception>
    internal static string Root =>
        Environment.GetEnvironmentVariable("ENN_ROOT") is { Length: > 0 } named && File.Exists(Path.Combine(named, Marker)) ? named
        : Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory)
        ?? throw new CliException($"this command needs the working tree, and no folder above this one holds {Marker}: run ./enn in a clone of the repository");

    /// <summary>A path below the root.</summary>
    internal static string Below(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, Marker))) return at.FullName;
        return null;
    }
}
