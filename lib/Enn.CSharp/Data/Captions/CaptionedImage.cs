namespace Enn.Data.Captions;

/// <summary>An image and what people said of it.</summary>
/// <param name="File">The image's file name.</param>
/// <param name="Captions">In the order of the caption file.</param>
public sealed record CaptionedImage(string File, IReadOnlyList<string> Captions)
{
    /// <summary>Pairs of image and caption grouped by image, in the order in which each first occurs.</summary>
    internal static IReadOnlyList<CaptionedImage> Group(IEnumerable<(string File, string Caption)> pairs)
    {
        var groups = new OrderedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (file, caption) in pairs)
        {
            if (!groups.TryGetValue(file, out var captions)) groups[file] = captions = [];
            captions.Add(caption);
        }
        return [.. groups.Select(group => new CaptionedImage(group.Key, group.Value))];
    }
}
