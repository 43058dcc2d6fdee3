namespace Enn.Data;

/// <summary>
/// CIFAR-100 (Krizhevsky 2009): 50,000 + 10,000 colour images of 32 x 32 in 100 classes, which form 20 superclasses, from the binary release
/// (<c>cifar-100-binary</c> in the data folder) or the Python one (<c>cifar-100-python</c>).
/// </summary>
public static class Cifar100
{
    /// <summary>The name in tables and on the command line.</summary>
    public const string Name = "cifar100";

    private const int ClassCount = 100;
    private const string BinaryFolder = "cifar-100-binary";
    private const string PythonFolder = "cifar-100-python";

    private static readonly string[] Objects =
    [
        "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle", "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle",
        "caterpillar", "cattle", "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup", "dinosaur", "dolphin", "elephant", "flatfish", "forest",
        "fox", "girl", "hamster", "house", "kangaroo", "keyboard", "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man", "maple_tree", "motorcycle", "mountain", "mouse",
        "mushroom", "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree", "plain", "plate", "poppy", "porcupine", "possum", "rabbit", "raccoon",
        "ray", "road", "rocket", "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider", "squirrel", "streetcar", "sunflower", "sweet_pepper",
        "table", "tank", "telephone", "television", "tiger", "tractor", "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf", "woman", "worm",
    ];

    internal static string[] Find() => DataFolder.Find("CIFAR-100", [Path.Combine(DataFolder.Root, BinaryFolder), Path.Combine(DataFolder.Root, PythonFolder)],
        [["train.bin", "train"], ["test.bin", "test"]], DataFolder.HowToFetch(Name));

    /// <summary>Reads the data set, labelled with the 100 classes.</summary>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ImageDataset Load()
    {
        var paths = Find();
        Func<string, ImageSet> read = paths[0].EndsWith(".bin", StringComparison.Ordinal) ? Read : ReadPickle;
        return new ImageDataset(Name, read(paths[0]), read(paths[1]), Objects);
    }

    /// <summary>Reads a file of the binary release: a record is the superclass, the class, and the red, green and blue planes.</summary>
    /// <exception cref="InvalidDataException">The file is empty, ends within a record, or has a label above 99; the message names file, offset and reason.</exception>
    public static ImageSet Read(string path) => CifarFormat.ReadBinary([path], labelBytes: 2, label: 1, ClassCount);

    /// <summary>Reads a file of the Python release.</summary>
    /// <exception cref="InvalidDataException">The file is no pickled batch of the release; the message names file, offset and reason.</exception>
    public static ImageSet ReadPickle(string path) => CifarFormat.ReadPickles([path], "fine_labels", ClassCount);
}
