namespace Enn.Data;

/// <summary>
/// CIFAR-10 (Krizhevsky 2009): 50,000 + 10,000 colour images of 32 x 32, from the binary release: <c>cifar-10-batches-bin</c> in the data folder. A record is
/// a label byte and the red, green and blue planes.
/// </summary>
public static class Cifar10
{
    /// <summary>The name in tables and on the command line.</summary>
    public const string Name = "cifar10";

    private const int Side = 32;
    private const int Channels = 3;
    private const int Pixels = Channels * Side * Side;
    private const int Record = 1 + Pixels;
    private const int ClassCount = 10;
    private const string Folder = "cifar-10-batches-bin";

    private static readonly string[] Objects =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    private static readonly string[] Files =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];

    internal static string[] Find() => DataFolder.Find("CIFAR-10", [Path.Combine(DataFolder.Root, Folder)], [.. Files.Select(file => new[] { file })],
        $"Unpack cifar-10-binary.tar.gz of the official site there, or point {DataFolder.Variable} to the folder that contains {Folder}.");

    /// <summary>Reads the data set.</summary>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ImageDataset Load()
    {
        var paths = Find();
        return new ImageDataset(Name, Read(paths[..^1]), Read(paths[^1..]), Objects);
    }

    /// <summary>Reads files of records, one after another, into one set.</summary>
    /// <exception cref="InvalidDataException">A file is empty, ends within a record, or has a label above 9; the message names file, offset and reason.</exception>
    public static ImageSet Read(IReadOnlyList<string> paths)
    {
        var files = paths.Select(ReadRecords).ToArray();
        var count = files.Sum(file => file.Length / Record);
        var pixels = new byte[count * Pixels];
        var labels = new byte[count];
        var next = 0;
        foreach (var records in files)
        {
            for (var at = 0; at < records.Length; at += Record, next++)
            {
                labels[next] = records[at];
                records.AsSpan(at + 1, Pixels).CopyTo(pixels.AsSpan(next * Pixels));
            }
        }
        return ImageSet.FromBytes(pixels, labels, Channels, Side, Side);
    }

    private static byte[] ReadRecords(string path)
    {
        var length = new FileInfo(path).Length;
        if (length == 0) throw new InvalidDataException($"{path}: at byte 0: the file is empty");
        if (length % Record != 0)
            throw new InvalidDataException($"{path}: at byte {length - length % Record}: the file ends within a record: {length % Record} of {Record} bytes");
        var bytes = File.ReadAllBytes(path);
        for (var at = 0; at < bytes.Length; at += Record)
            if (bytes[at] >= ClassCount) throw new InvalidDataException($"{path}: at byte {at}: label {bytes[at]}, where 0 to {ClassCount - 1} are expected");
        return bytes;
    }
}
