using static TorchSharp.torch;

namespace Enn.Data;

/// <summary>
/// Tiny ImageNet (Stanford's CS231n): 200 classes of 500 training images of 64 x 64 in class folders, and 10,000 validation images whose classes stand in
/// <c>val/val_annotations.txt</c>; from <c>tiny-imagenet-200</c> in the data folder.
/// </summary>
public static class TinyImageNet
{
    /// <summary>The name in tables and on the command line.</summary>
    public const string Name = "tiny_imagenet";

    private const int Side = 64, AtOnce = 250;
    private const string ClassFile = "wnids.txt";

    private static readonly string ValidationFile = Path.Combine("val", "val_annotations.txt");

    /// <summary>Where it is looked for.</summary>
    public static string Folder => Path.Combine(DataFolder.Root, "tiny-imagenet-200");

    internal static string[] Find() => DataFolder.Find("Tiny ImageNet", [Folder], [[ClassFile], [ValidationFile]], DataFolder.HowToFetch(Name));

    /// <summary>Reads the data set, some 1.4 GB of pixels; the validation images are the test set, as the test images' classes are not published.</summary>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or images of a class are missing.</exception>
    public static ImageDataset Load()
    {
        Find();
        return Read(Folder);
    }

    /// <summary>Reads the data set from a folder laid out as the release. Classes have the numbers of the sorted class ids in both parts, whatever else the folder holds.</summary>
    /// <exception cref="InvalidDataException">A file is damaged, or images of a class are missing; the message names it.</exception>
    public static ImageDataset Read(string folder)
    {
        var classes = Classes(Path.Combine(folder, ClassFile));
        var validation = Validation(Path.Combine(folder, ValidationFile), classes).Select(image => (Path.Combine(folder, "val", "images", image.File), image.Label));
        return new ImageDataset(Name, Decode([.. classes.SelectMany((id, label) => Training(folder, id).Select(file => (file, label)))]), Decode([.. validation]), classes);
    }

    /// <summary>The class ids (WordNet's), sorted: a class number is a place in this list, as with folders of images.</summary>
    /// <param name="path">The file <c>wnids.txt</c>.</param>
    /// <exception cref="InvalidDataException">A line is no class id; the message names file, line and reason.</exception>
    public static IReadOnlyList<string> Classes(string path)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (line, offset, text) in TextLines.Read(path))
            if (!IsClass(text.Trim()) || !ids.Add(text.Trim())) throw Damage.At(path, offset, $"line {line}: a class id (n and eight digits) that is not there before is expected");
        return ids.Count > 0 ? [.. ids] : throw Damage.At(path, 0, "the file has no classes");
    }

    /// <summary>The validation images and their classes, in the file's order.</summary>
    /// <param name="path">The file <c>val_annotations.txt</c>: file name, class id and a box, between tabs.</param>
    /// <param name="classes">The class ids, as <see cref="Classes"/> returns them.</param>
    /// <returns>File names, relative to <c>val/images</c>, and class numbers.</returns>
    /// <exception cref="InvalidDataException">A line is of another form or names an unknown class; the message names file, line and reason.</exception>
    public static IReadOnlyList<(string File, int Label)> Validation(string path, IReadOnlyList<string> classes)
    {
        var labels = classes.Select((id, label) => (id, label)).ToDictionary(pair => pair.id, pair => pair.label, StringComparer.Ordinal);
        return [.. TextLines.Read(path).Select(line =>
        {
            var parts = line.Text.Split('\t');
            if (parts.Length < 2 || !TextLines.IsFileName(parts[0])) throw Damage.At(path, line.Offset, $"line {line.Number}: a file name and a class id between tabs are expected");
            return (parts[0], labels.TryGetValue(parts[1], out var label) ? label : throw Damage.At(path, line.Offset, $"line {line.Number}: '{parts[1]}' is none of the {classes.Count} classes"));
        })];
    }

    private static string[] Training(string folder, string id)
    {
        var images = Path.Combine(folder, "train", id, "images");
        string[] files = Directory.Exists(images) ? [.. Directory.EnumerateFiles(images, "*.JPEG").Order(StringComparer.Ordinal)] : [];
        return files.Length > 0 ? files : throw new InvalidDataException($"{images}: there are no training images (*.JPEG) of the class {id}. {DataFolder.HowToFetch(Name)}");
    }

    private static ImageSet Decode((string Path, int Label)[] samples) =>
        new(new FileBatches(samples, AtOnce, Framings.Resize(Side, Side)).All(), tensor(samples.Select(sample => (long)sample.Label).ToArray()));

    private static bool IsClass(string id) => id is ['n', ..] && id.Length == 9 && id.Skip(1).All(char.IsAsciiDigit);
}
