namespace Enn.Cli;

/// <summary>The data sets that a bundle may carry: where each lies here, and where it goes below the bundle's data folder.</summary>
internal static class BundledData
{
    private sealed record DataSet(string Target, params string[] AlsoIn);

    private static readonly SortedDictionary<string, DataSet> Known = new(StringComparer.Ordinal)
    {
        ["fashion-mnist"] = new("FashionMNIST/raw", "/usr/share/datasets/fashion-mnist"),
        ["mnist"] = new("MNIST/raw"),
        ["cifar10"] = new("cifar-10-batches-bin"),
    };

    /// <summary>What --data takes.</summary>
    internal static IEnumerable<string> Names => Known.Keys;

    /// <summary>The folder of a data set: in ENN_DATA (data/ in the tree without it), or where a Debian package puts it.</summary>
    /// <exception cref="CliException">The name is unknown, or the data set is not here.</exception>
    internal static (string Folder, string Target) Find(string name)
    {
        if (!Known.TryGetValue(name, out var set)) throw new CliException($"there is no data set '{name}'; --data takes {string.Join(", ", Names)}");
        var data = Environment.GetEnvironmentVariable("ENN_DATA") is { Length: > 0 } chosen ? chosen : Repository.Below("data");
        string[] places = [Path.Combine(data, set.Target), .. set.AlsoIn];
        var folder = places.FirstOrDefault(Directory.Exists)
            ?? throw new CliException($"the data set '{name}' is not here: looked in {string.Join(" and ", places)}. Put it there, or leave it out of --data");
        return (folder, set.Target);
    }
}
