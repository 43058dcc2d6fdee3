using System.Buffers;

namespace Enn.Data;

/// <summary>
/// MNIST-rot (Larochelle et al. 2007): 12,000 + 50,000 digits of MNIST, each turned by an angle of its own, from <c>mnist_rot</c> in the data folder. The usual
/// validation set is the last 2,000 of the first 12,000. Pixels are kept as bytes: the text's numbers in [0, 1] times 255, rounded.
/// </summary>
public static class MnistRot
{
    /// <summary>The name in tables and on the command line.</summary>
    public const string Name = "mnist_rot";

    private const int Pixels = MnistFormat.Side * MnistFormat.Side;

    internal static string[] Find() => DataFolder.Find("MNIST-rot", [Path.Combine(DataFolder.Root, "mnist_rot")],
        [["mnist_all_rotation_normalized_float_train_valid.amat"], ["mnist_all_rotation_normalized_float_test.amat"]], DataFolder.HowToFetch(Name));

    /// <summary>Reads the data set.</summary>
    /// <exception cref="DataMissingException">It is not on this machine.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static ImageDataset Load()
    {
        var paths = Find();
        return new ImageDataset(Name, Read(paths[0]), Read(paths[1]), Mnist.Digits);
    }

    /// <summary>Reads a file: a line is 784 pixels in [0, 1], row by row, and the label.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message names file, offset and reason.</exception>
    public static ImageSet Read(string path)
    {
        var pixels = new ArrayBufferWriter<byte>(1 << 20);
        var labels = new List<byte>();
        AmatFile.Read(path, Pixels + 1, (_, numbers) =>
        {
            var label = numbers[Pixels];
            if (label is not (>= 0 and < MnistFormat.Classes) || label != MathF.Round(label)) return $"label {label}, where 0 to {MnistFormat.Classes - 1} are expected";
            labels.Add((byte)label);
            var target = pixels.GetSpan(Pixels);
            for (var i = 0; i < Pixels; i++)
            {
                if (numbers[i] is not (>= 0 and <= 1)) return $"pixel {i} is {numbers[i]}, where 0 to 1 are expected";
                target[i] = (byte)MathF.Round(numbers[i] * byte.MaxValue);
            }
            pixels.Advance(Pixels);
            return null;
        });
        if (labels.Count == 0) throw Damage.At(path, 0, "the file has no rows");
        return ImageSet.FromBytes(pixels.WrittenSpan.ToArray(), [.. labels], 1, MnistFormat.Side, MnistFormat.Side);
    }
}
