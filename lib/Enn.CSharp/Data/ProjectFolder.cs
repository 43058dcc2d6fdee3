namespace Enn.Data;

/// <summary>The folder of the project's checkout, which holds data, results and artifacts.</summary>
public static class ProjectFolder
{
    private const string Marker = "Notebooks.sln";

    /// <summary>
    /// The folder that ENN_ROOT names (the launcher sets it); else the nearest one above the program or above the working folder that is a checkout; the
    /// working folder where there is none.
    /// </summary>
    public static string Root { get; } = Environment.GetEnvironmentVariable("ENN_ROOT") is { Length: > 0 } named ? named
        : Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory) ?? Environment.CurrentDirectory;

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, Marker))) return at.FullName;
        return null;
    }
}
