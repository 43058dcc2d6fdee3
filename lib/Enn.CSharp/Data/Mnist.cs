namespace Enn.Data;

/// <summary>MNIST (LeCun, Cortes, Burges): 60,000 + 10,000 handwritten digits, from <c>MNIST/raw</c> in the data folder.</summary>
public static class Mnist
{
    /// <summary>The name in tables and on the command line.</summary>
    public const string Name = "mnist";

    internal static readonly string[] Digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    internal static string[] Find() => MnistFormat.Find("MNIST", [Path.Combine(DataFolder.Root, "MNIST", "raw")], DataFolder.HowToFetch(Name));

    /// <summary>Reads the data set.</summary>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ImageDataset Load() => MnistFormat.Load(Name, Find(), Digits);
}
