namespace Enn.Data;

/// <summary>What MNIST and Fashion-MNIST share: four IDX files, 28 x 28 grey images, ten classes.</summary>
internal static class MnistFormat
{
    internal const int Side = 28;
    internal const int Classes = 10;

    private static readonly string[] Files = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>The paths of the four files, compressed or not.</summary>
    internal static string[] Find(string dataset, IReadOnlyList<string> folders, string remedy) =>
        DataFolder.Find(dataset, folders, [.. Files.Select(file => new[] { file + ".gz", file })], remedy);

    /// <summary>Reads the four files in the order that <see cref="Find"/> returns.</summary>
    internal static ImageDataset Load(string name, string[] paths, IReadOnlyList<string> classes) =>
        new(name, ReadPair(IdxFile.Read(paths[0]), IdxFile.Read(paths[1])), ReadPair(IdxFile.Read(paths[2]), IdxFile.Read(paths[3])), classes);

    /// <summary>Checks that images and labels fit each other.</summary>
    /// <exception cref="InvalidDataException">They do not.</exception>
    internal static ImageSet ReadPair(IdxFile images, IdxFile labels)
    {
        if (images.Shape is not [> 0, Side, Side])
            throw new InvalidDataException($"{images.Source}: shape [{string.Join(", ", images.Shape)}] where [count, {Side}, {Side}] is expected");
        if (labels.Shape is not [_] || labels.Shape[0] != images.Shape[0])
            throw new InvalidDataException($"{labels.Source}: shape [{string.Join(", ", labels.Shape)}] where [{images.Shape[0]}] is expected, the number of images");
        var wrong = Array.FindIndex(labels.Values, label => label >= Classes);
        if (wrong >= 0) throw new InvalidDataException($"{labels.Source}: label {wrong} is {labels.Values[wrong]}, where 0 to {Classes - 1} are expected");
        return ImageSet.FromBytes(images.Values, labels.Values, 1, Side, Side);
    }
}
