namespace Enn.Experiments.EigenPaper;

/// <summary>A row of the paper's table 3: Recall@1, 5, 10 in per cent.</summary>
/// <param name="Method">The method, as the paper spells it.</param>
/// <param name="CocoImageToText">On COCO, texts for images.</param>
/// <param name="CocoTextToImage">On COCO, images for texts.</param>
/// <param name="FlickrImageToText">On Flickr30k, texts for images.</param>
/// <param name="FlickrTextToImage">On Flickr30k, images for texts.</param>
public sealed record PublishedRecall(string Method, double?[] CocoImageToText, double?[] CocoTextToImage, double?[] FlickrImageToText, double?[] FlickrTextToImage)
{
    /// <summary>All twelve, in the table's order.</summary>
    public IEnumerable<double?> All => [.. CocoImageToText, .. CocoTextToImage, .. FlickrImageToText, .. FlickrTextToImage];
}

/// <summary>Table 3 of the paper, image-text retrieval; baselines are quoted there from Fix-CLIP.</summary>
public static class PublishedRecalls
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<PublishedRecall> All { get; } =
    [
        new("CLIP", [51.8, 76.8, 84.3], [32.7, 57.7, 68.2], [82.2, 96.6, 98.8], [62.1, 85.7, 91.8]),
        new("EVA-CLIP", [58.7, 80.7, 88.2], [42.2, 66.9, 76.3], [85.7, 96.7, 98.9], [71.2, 91.0, 94.7]),
        new("LoLTIP", [59.7, 81.5, null], [38.1, 63.8, null], [86.9, 97.8, null], [65.2, 88.0, null]),
        new("DreamLIP", [58.3, 81.6, 88.8], [41.1, 67.0, 76.6], [87.2, 97.5, 98.8], [66.4, 88.3, 93.3]),
        new("Fix-CLIP", [62.3, 85.4, 91.4], [49.1, 73.8, 82.4], [90.5, 99.0, 99.8], [79.6, 94.9, 97.4]),
        new("Long-CLIP", [57.6, 81.1, 87.8], [40.4, 65.8, 75.2], [87.9, 97.2, 98.9], [72.3, 92.2, 95.6]),
        new("Long-ECLIP", [62.4, 88.1, 94.5], [49.7, 72.6, 82.2], [93.9, 99.3, 99.8], [79.8, 93.5, 97.1]),
    ];

    /// <summary>The headings of the twelve numbers.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        [.. from set in new[] { "COCO I2T", "COCO T2I", "F30K I2T", "F30K T2I" } from k in new[] { 1, 5, 10 } select $"{set} @{k}"];
}
