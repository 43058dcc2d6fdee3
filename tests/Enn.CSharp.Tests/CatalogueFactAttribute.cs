using Enn.Data;
using Enn.Data.Fetching;

namespace Enn.Tests;

/// <summary>A test on the files of a set of the catalogue: skipped, with how to get it, where the set is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CatalogueFactAttribute : FactAttribute
{
    public CatalogueFactAttribute(string set)
    {
        var entry = Catalogue.Find(set)!;
        if (!entry.IsWhole(Path.Combine(DataFolder.Root, entry.Folder))) Skip = $"{set} is not here: ./enn data fetch {set} gets it (from an offline mirror: --from FOLDER)";
    }
}
