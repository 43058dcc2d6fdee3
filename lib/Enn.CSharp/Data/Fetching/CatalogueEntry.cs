namespace Enn.Data.Fetching;

/// <summary>A file as its publisher distributes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Urls">Where it is, the publisher's own address first; none where it needs an account.</param>
public sealed record PublishedFile(string Name, params IReadOnlyList<string> Urls)
{
    /// <summary>Its length in bytes; null where it is not known for sure.</summary>
    public long? Size { get; init; }

    /// <summary>Its checksum; null where none is known for sure: then what first arrives is recorded and held to from then on.</summary>
    public Checksum? Checksum { get; init; }

    /// <summary>For an archive: the folder, below the data folder, that it is unpacked into (empty: the data folder itself). Null: the file is kept as it is.</summary>
    public string? UnpackInto { get; init; }
}

/// <summary>A data set that <c>./enn data</c> knows.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Folder">Where it is installed, below the data folder.</param>
public sealed record CatalogueEntry(string Name, string Title, string Folder)
{
    /// <summary>The publisher's page.</summary>
    public required string Homepage { get; init; }

    /// <summary>Under which terms, in a line.</summary>
    public required string Terms { get; init; }

    /// <summary>The published files.</summary>
    public IReadOnlyList<PublishedFile> Files { get; init; } = [];

    /// <summary>How to get it where no program may: null for sets that can be fetched.</summary>
    public string? ByHand { get; init; }

    /// <summary>Files or folders, below <see cref="Folder"/>, without which the set is not whole.</summary>
    public IReadOnlyList<string> Needed { get; init; } = [];

    /// <summary>Checksums of installed files, below <see cref="Folder"/>, that are known beforehand.</summary>
    public IReadOnlyDictionary<string, Checksum> Contents { get; init; } = new Dictionary<string, Checksum>();

    /// <summary>What it takes on the disk when installed, in bytes, roughly.</summary>
    public long InstalledBytes { get; init; }

    /// <summary>Where a package of the system puts it.</summary>
    public string? SystemFolder { get; init; }

    /// <summary>The bytes to download, where all sizes are known.</summary>
    public long? DownloadBytes => Files.Count > 0 && Files.All(file => file.Size is not null) ? Files.Sum(file => file.Size) : null;

    /// <summary>Everything known of installed files: <see cref="Contents"/>, and the published files that are kept as they are.</summary>
    internal IEnumerable<KeyValuePair<string, Checksum>> KnownContents => Contents.Concat(Files.Where(file => file is { UnpackInto: null, Checksum: not null }).Select(file => KeyValuePair.Create(file.Name, file.Checksum!)));

    /// <summary>Whether a folder holds the set.</summary>
    internal bool IsWhole(string folder) => Directory.Exists(folder) && Missing(folder).Count == 0;

    /// <summary>What a folder lacks of the set.</summary>
    internal IReadOnlyList<string> Missing(string folder) => [.. Needed.Where(name => !Path.Exists(Path.Combine(folder, name)))];
}
