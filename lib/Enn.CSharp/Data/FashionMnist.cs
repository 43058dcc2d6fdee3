namespace Enn.Data;

/// <summary>
/// Fashion-MNIST (Xiao, Rasul, Vollgraf 2017): 60,000 + 10,000 grey images of clothing, from <c>FashionMNIST/raw</c> in the data folder or from where
/// Debian's package dataset-fashion-mnist installs it.
/// </summary>
public static class FashionMnist
{
    /// <summary>The name in tables and on the command line.</summary>
    public const string Name = "fashion_mnist";

    private const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    private static readonly string[] Articles =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    internal static string[] Find() => MnistFormat.Find("Fashion-MNIST", [Path.Combine(DataFolder.Root, "FashionMNIST", "raw"), DebianFolder],
        $"On Debian: apt-get install dataset-fashion-mnist. Elsewhere {DataFolder.HowToFetch(Name)}");

    /// <summary>Reads the data set.</summary>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ImageDataset Load() => MnistFormat.Load(Name, Find(), Articles);
}
