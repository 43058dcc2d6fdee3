using Enn.Data.Fetching;

namespace Enn.Data.Captions;

/// <summary>1,000 photographs of Flickr8k (Hodosh, Young, Hockenmaier 2013) with five captions each, from <c>flickr8k-1000</c> in the data folder.</summary>
public static class Flickr8kSample
{
    /// <summary>The name in tables and on the command line.</summary>
    public const string Name = "flickr8k_1000";

    private static readonly CatalogueEntry Entry = Catalogue.Find(Name)!;

    private static string Folder => Path.Combine(DataFolder.Root, Entry.Folder);

    /// <summary>What is missing on this machine, and how to get it; null where it is here.</summary>
    public static string? WhatIsMissing() => Entry.IsWhole(Folder) ? null : Missing().Message;

    /// <summary>Reads the set.</summary>
    /// <param name="side">Pixels of the images' sides.</param>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static CaptionedSet Load(int side)
    {
        if (!Entry.IsWhole(Folder)) throw Missing();
        var captions = Path.Combine(Folder, "captions.txt");
        return CaptionedSet.Read(Name, Path.Combine(Folder, "images"), captions, FlickrCaptions.Read(captions), side);
    }

    private static DataMissingException Missing() => new(Name, string.Join(" and ", Entry.Needed), [Folder], DataFolder.HowToFetch(Name));
}
