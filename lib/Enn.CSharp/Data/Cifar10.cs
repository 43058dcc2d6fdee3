namespace Enn.Data;

/// <summary>
/// CIFAR-10 (Krizhevsky 2009): 50,000 + 10,000 colour images of 32 x 32, from the binary release (<c>cifar-10-batches-bin</c> in the data folder) or the
/// Python one (<c>cifar-10-batches-py</c>).
/// </summary>
public static class Cifar10
{
    /// <summary>The name in tables and on the command line.</summary>
    public const string Name = "cifar10";

    private const int ClassCount = 10;
    private const string BinaryFolder = "cifar-10-batches-bin";
    private const string PythonFolder = "cifar-10-batches-py";

    private static readonly string[] Objects =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    private static readonly string[] Files =
        ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"];

    internal static string[] Find() => DataFolder.Find("CIFAR-10", [Path.Combine(DataFolder.Root, BinaryFolder), Path.Combine(DataFolder.Root, PythonFolder)],
        [.. Files.Select(file => new[] { file + ".bin", file })], DataFolder.HowToFetch(Name));

    /// <summary>Reads the data set.</summary>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ImageDataset Load()
    {
        var paths = Find();
        Func<IReadOnlyList<string>, ImageSet> read = paths[0].EndsWith(".bin", StringComparison.Ordinal) ? Read : ReadPickles;
        return new ImageDataset(Name, read(paths[..^1]), read(paths[^1..]), Objects);
    }

    /// <summary>Reads files of the binary release, one after another, into one set: a record is a label byte and the red, green and blue planes.</summary>
    /// <exception cref="InvalidDataException">A file is empty, ends within a record, or has a label above 9; the message names file, offset and reason.</exception>
    public static ImageSet Read(IReadOnlyList<string> paths) => CifarFormat.ReadBinary(paths, labelBytes: 1, label: 0, ClassCount);

    /// <summary>Reads files of the Python release, one after another, into one set.</summary>
    /// <exception cref="InvalidDataException">A file is no pickled batch of the release; the message names file, offset and reason.</exception>
    public static ImageSet ReadPickles(IReadOnlyList<string> paths) => CifarFormat.ReadPickles(paths, "labels", ClassCount);
}
