namespace Enn.Data;

/// <summary>Where data sets are looked for: the folder that the environment variable ENN_DATA names, else <c>data</c> in the project's folder.</summary>
public static class DataFolder
{
    /// <summary>The environment variable that overrides the folder.</summary>
    public const string Variable = "ENN_DATA";

    /// <summary>The folder, which need not exist.</summary>
    public static string Root => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen ? chosen : Path.Combine(ProjectFolder.Root, "data");

    /// <summary>What to tell who lacks a set that <c>./enn data</c> knows.</summary>
    public static string HowToFetch(string set) => $"./enn data fetch {set} gets it (from an offline mirror: --from FOLDER); if it is elsewhere on this machine, point {Variable} to the folder that contains it.";

    /// <summary>The first of the folders that holds all the files, each by any of its alternative names.</summary>
    /// <param name="dataset">The data set's name, for the message.</param>
    /// <param name="folders">The folders to look into, best first.</param>
    /// <param name="files">The names of each file: the first that exists is taken.</param>
    /// <param name="remedy">How to get the data set, for the message.</param>
    /// <returns>The paths, one for each entry of <paramref name="files"/>.</returns>
    /// <exception cref="DataMissingException">No folder holds all the files.</exception>
    internal static string[] Find(string dataset, IReadOnlyList<string> folders, IReadOnlyList<string[]> files, string remedy)
    {
        foreach (var folder in folders)
        {
            var paths = files.Select(names => names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)).OfType<string>().ToArray();
            if (paths.Length == files.Count) return paths;
        }
        throw new DataMissingException(dataset, string.Join(", ", files.Select(names => names[0])), folders, remedy);
    }
}
