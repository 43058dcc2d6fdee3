using static TorchSharp.torch;

namespace Enn.Data.Captions;

/// <summary>Images with captions in memory.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Images">uint8 [N, 3, height, width].</param>
/// <param name="Items">For each image its file and captions, at least one.</param>
public sealed record CaptionedSet(string Name, Tensor Images, IReadOnlyList<CaptionedImage> Items) : IDisposable
{
    private const int AtOnce = 100;

    /// <summary>All captions, image by image.</summary>
    public IReadOnlyList<string> Captions { get; } = [.. Items.SelectMany(item => item.Captions)];

    /// <summary>For each caption the number of its image.</summary>
    public IReadOnlyList<long> Owners { get; } = [.. Items.SelectMany((item, i) => Enumerable.Repeat((long)i, item.Captions.Count))];

    /// <summary>Reads the images that a caption file names: the shorter side scaled to <paramref name="side"/> pixels, bicubic, and a square out of the middle.</summary>
    /// <param name="name">In tables.</param>
    /// <param name="folder">Where the images are.</param>
    /// <param name="captionFile">Where the captions came from, for messages.</param>
    /// <param name="items">Its images and captions.</param>
    /// <param name="side">Pixels.</param>
    /// <exception cref="InvalidDataException">An image has no caption, is not in the folder, or is damaged; the message names the file and the fix.</exception>
    public static CaptionedSet Read(string name, string folder, string captionFile, IReadOnlyList<CaptionedImage> items, int side)
    {
        if (items.Count == 0) throw new InvalidDataException($"{captionFile}: it has no captions.");
        if (items.FirstOrDefault(item => item.Captions.Count == 0) is { } silent)
            throw new InvalidDataException($"{captionFile}: the image {silent.File} has no caption. Add one, or take the image out of the file.");
        if (items.FirstOrDefault(item => !File.Exists(Path.Combine(folder, item.File))) is { } absent)
            throw new InvalidDataException($"{captionFile}: the image {absent.File} is not in {folder}. Put it there, or take its captions out of the file.");
        var reader = new FileBatches([.. items.Select(item => (Path.Combine(folder, item.File), 0))], AtOnce, Framings.ResizeCentreCrop(side, side)) { Filter = Filter.Bicubic };
        return new CaptionedSet(name, reader.All(), items);
    }

    /// <summary>Some of the images, copied, in this order.</summary>
    public CaptionedSet Select(IReadOnlyList<int> chosen)
    {
        using var rows = tensor(chosen.Select(i => (long)i).ToArray(), device: Images.device);
        return new CaptionedSet(Name, Images.index_select(0, rows), [.. chosen.Select(i => Items[i])]);
    }

    /// <inheritdoc/>
    public void Dispose() => Images.Dispose();
}
