namespace Enn.Data;

/// <summary>SVHN, cropped (Netzer et al. 2011): 73,257 + 26,032 colour images of house number digits, 32 x 32, from <c>svhn</c> in the data folder. The format's label 10 is the digit 0.</summary>
public static class Svhn
{
    /// <summary>The name in tables and on the command line.</summary>
    public const string Name = "svhn";

    private const int Side = 32;
    private const int Channels = 3;
    private const int Plane = Side * Side;
    private const int ClassCount = 10;

    internal static string[] Find() => DataFolder.Find("SVHN", [Path.Combine(DataFolder.Root, "svhn")], [["train_32x32.mat"], ["test_32x32.mat"]], DataFolder.HowToFetch(Name));

    /// <summary>Reads the data set.</summary>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ImageDataset Load()
    {
        var paths = Find();
        return new ImageDataset(Name, Read(paths[0]), Read(paths[1]), Mnist.Digits);
    }

    /// <summary>Reads a file: X, uint8 [32, 32, 3, count], and y, [count, 1].</summary>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else; the message names file, offset and reason.</exception>
    public static ImageSet Read(string path)
    {
        var arrays = MatFile.Read(path).ToDictionary(array => array.Name);
        if (!arrays.TryGetValue("X", out var images) || images is not { Storage: MatStorage.UInt8, Shape: [Side, Side, Channels, > 0] })
            throw Damage.At(path, 0, "there is no array X of bytes of shape [32, 32, 3, count]");
        var count = images.Shape[3];
        if (!arrays.TryGetValue("y", out var labels) || labels.Count != count) throw Damage.At(path, 0, $"there is no array y of {count} labels");
        var builder = new ImageSetBuilder(count, Channels, Side, Side);
        for (var i = 0; i < count; i++)
        {
            var label = labels[i];
            if (label is not (>= 1 and <= ClassCount) || label != Math.Floor(label)) throw Damage.At(path, 0, $"label {i} is {label}, where 1 to {ClassCount} are expected");
            builder.Labels[i] = (byte)(label % ClassCount);
            // MATLAB's columns are our rows.
            var source = images.Bytes.AsSpan(i * Channels * Plane, Channels * Plane);
            var target = builder.Image(i);
            for (var at = 0; at < target.Length; at++) target[at] = source[at / Plane * Plane + at % Side * Side + at % Plane / Side];
        }
        return builder.Build();
    }
}
