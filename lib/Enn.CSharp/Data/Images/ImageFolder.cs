namespace Enn.Data;

/// <summary>
/// JPEG and PNG files in class folders: <c>root/class/.../file.jpg</c>. Classes are numbered in the order of their names and images ordered by class and
/// path, both by the bytes of the names as Python sorts, so that numbers are torchvision's.
/// </summary>
public sealed class ImageFolder
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png"];

    /// <summary>Lists a folder; no image is read.</summary>
    /// <exception cref="DataMissingException">There is no such folder, or no class folder in it.</exception>
    /// <exception cref="InvalidDataException">A class folder holds no image.</exception>
    public ImageFolder(string root)
    {
        Root = root;
        Classes = Directory.Exists(root) ? [.. Directory.EnumerateDirectories(root).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)] : [];
        if (Classes.Count == 0) throw new DataMissingException("The image folder", "class folders", [root], "It holds a folder of JPEG or PNG files for each class.");
        var samples = new List<(string, int)>();
        for (var label = 0; label < Classes.Count; label++)
        {
            var folder = Path.Combine(root, Classes[label]);
            var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
            if (files.Count == 0) throw new InvalidDataException($"{folder}: a class without images ({string.Join(", ", Endings)})");
            foreach (var file in files) samples.Add((file, label));
        }
        Samples = samples;
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The classes' names.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Each image's file and class number.</summary>
    public IReadOnlyList<(string Path, int Label)> Samples { get; }
}
