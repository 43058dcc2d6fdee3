namespace Enn.Data;

/// <summary>The folder of the project's checkout, which holds data, results and artifacts.</summary>
public static class ProjectFolder
{
    private const string Marker = "Notebooks.sln";

    /// <summary>The nearest folder above the working folder, or else above the program, that is a checkout; the working folder where there is none.</summary>
    public static string Root { get; } = Above(Environment.CurrentDirectory) ?? Above(AppContext.BaseDirectory) ?? Environment.CurrentDirectory;

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, Marker))) return at.FullName;
        return null;
    }
}
