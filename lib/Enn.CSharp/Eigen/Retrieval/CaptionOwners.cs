namespace Enn.Eigen;

/// <summary>Which caption is of which image.</summary>
internal static class CaptionOwners
{
    /// <summary>Checks a map from captions to images: each caption has its image, and each image a caption.</summary>
    internal static void Check(IReadOnlyList<long> owners, long images, long texts)
    {
        if (owners.Count != texts) throw new ArgumentException($"{owners.Count} captions are said to be of images, and there are {texts}.", nameof(owners));
        if (images == 0) throw new ArgumentException("There are no images.", nameof(images));
        var described = new bool[images];
        for (var t = 0; t < owners.Count; t++)
        {
            if (owners[t] < 0 || owners[t] >= images) throw new ArgumentException($"Caption {t} is of image {owners[t]}; images are 0 to {images - 1}.", nameof(owners));
            described[owners[t]] = true;
        }
        if (Array.IndexOf(described, false) is >= 0 and var alone) throw new ArgumentException($"Image {alone} has no caption: leave it out of the images, or add one.", nameof(owners));
    }
}
