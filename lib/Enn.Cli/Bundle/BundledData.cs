using Enn.Data;
using Enn.Data.Fetching;

namespace Enn.Cli;

/// <summary>The data sets that a bundle may carry: those of the catalogue, as they are installed here.</summary>
internal static class BundledData
{
    /// <summary>The folder of a data set, and where it goes below the bundle's data folder.</summary>
    /// <exception cref="CliException">The name is unknown, or the data set is not here.</exception>
    internal static (string Folder, string Target) Find(string name)
    {
        var set = DataText.Named(name);
        return (DataText.FolderOf(set) ?? throw new CliException($"the data set '{name}' is not here: {DataFolder.HowToFetch(set.Name)} Or leave it out of --data"), set.Folder);
    }
}
