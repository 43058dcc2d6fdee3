using System.Text;
using Enn.Data;
using Enn.Data.Fetching;
using Enn.Experiments;

namespace Enn.Cli;

/// <summary>What ./enn data says of sets.</summary>
internal static class DataText
{
    /// <summary>The set that a user named.</summary>
    /// <exception cref="CliException">There is none of that name.</exception>
    internal static CatalogueEntry Named(string name) => Catalogue.Find(name) ?? throw new CliException($"there is no data set '{name}': choose {string.Join(", ", Catalogue.Sets.Select(set => set.Name))}");

    /// <summary>Where a set is: in the data folder, or where a package of the system put it; null where it is not here.</summary>
    internal static string? FolderOf(CatalogueEntry set) =>
        new[] { Path.Combine(DataFolder.Root, set.Folder), set.SystemFolder }.OfType<string>().FirstOrDefault(set.IsWhole);

    internal static Table Overview() => new("Data sets", [new("set"), new("what"), new("here"), new("download", IsNumber: true), new("terms")],
        [.. Catalogue.Sets.Select(set => (IReadOnlyList<string>)[set.Name, set.Title, Here(set), Download(set), set.Terms])],
        ["./enn data fetch SET installs one, ./enn data list SET tells all about it.", $"Data folder: {DataFolder.Root}"]);

    internal static string Describe(CatalogueEntry set)
    {
        var text = new StringBuilder();
        text.AppendLine($"{set.Name}: {set.Title}");
        text.AppendLine($"  here:   {FolderOf(set) ?? $"no (it goes to {Path.Combine(DataFolder.Root, set.Folder)}, about {Sizes.Text(set.InstalledBytes)})"}");
        text.AppendLine($"  page:   {set.Homepage}");
        text.AppendLine($"  terms:  {set.Terms}");
        if (set.ByHand is not null) text.AppendLine($"  to get: {set.ByHand}");
        foreach (var file in set.Files)
        {
            text.AppendLine($"  file:   {file.Name}{(file.Size is { } size ? $", {size:N0} bytes" : "")}, {file.Checksum?.ToString() ?? "no checksum is published: the first download's is recorded"}");
            foreach (var url in file.Urls) text.AppendLine($"          {url}");
        }
        return text.ToString();
    }

    private static string Here(CatalogueEntry set) => FolderOf(set) is not null ? "yes" : Directory.Exists(Path.Combine(DataFolder.Root, set.Folder)) ? "in part" : "no";

    private static string Download(CatalogueEntry set) => set.ByHand is not null ? "by hand" : set.DownloadBytes is { } bytes ? Sizes.Text(bytes) : "size unknown";
}
