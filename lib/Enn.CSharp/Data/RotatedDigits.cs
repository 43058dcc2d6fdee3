using Enn.Training;

namespace Enn.Data;

/// <summary>
/// A rotated set made from MNIST or Fashion-MNIST, after what is documented of MNIST-rot: the 70,000 images are shuffled, 12,000 become the training set (the
/// last 2,000 of them for validation) and 50,000 the test set, and each is turned about its centre by an angle uniform in [0, 360) degrees, bilinearly, with
/// zeros from outside. MNIST's digits stay within their circle; clothes fill the frame and lose their corners unless the frame grows.
/// </summary>
public static class RotatedDigits
{
    /// <summary>The name of the set made from MNIST.</summary>
    public const string FromMnist = "mnist_rot_made";

    /// <summary>The name of the set made from Fashion-MNIST.</summary>
    public const string FromFashionMnist = "fashion_mnist_rot_made";

    /// <summary>The name of the set made from Fashion-MNIST whose training images stay upright: what a network knows of turned ones is then built in.</summary>
    public const string FromUprightFashionMnist = "fashion_mnist_rot_tests";

    private const int Train = 12_000;
    private const int Test = 50_000;
    private const int AngleStream = 1;
    private const int OrderStream = 2;
    private const double FullTurn = 360;

    /// <summary>Makes a set; the same seed makes the same set, whatever the number of threads.</summary>
    /// <param name="name">The name it gets.</param>
    /// <param name="source">Where the images come from: square, one channel. Not disposed.</param>
    /// <param name="seed">Of the shuffle and the angles.</param>
    /// <param name="side">The side of the frame they are turned in; larger than the source's, it keeps corners.</param>
    /// <param name="uprightTraining">Leave the training images as they are.</param>
    public static ImageDataset Make(string name, ImageDataset source, long seed = 0, int side = MnistFormat.Side, bool uprightTraining = false)
    {
        var order = Shuffle.Order(source.Train.Count + source.Test.Count, Seeds.Derive(seed, OrderStream));
        if (order.Length < Train + Test) throw new ArgumentException($"{order.Length} images, where {Train + Test} are needed", nameof(source));
        return new ImageDataset(name,
            Turn(source, order.AsMemory(0, Train), side, index => uprightTraining ? 0 : Angle(seed, index)),
            Turn(source, order.AsMemory(Train, Test), side, index => Angle(seed, Train + index)), source.Classes);
    }

    /// <summary>The angle of an image in degrees, counter-clockwise.</summary>
    /// <param name="seed">The set's seed.</param>
    /// <param name="index">The image: 0 to 11,999 in the training set, 12,000 and on in the test set.</param>
    public static double Angle(long seed, int index) => FullTurn * Shuffle.Unit(Seeds.Derive(Seeds.Derive(seed, AngleStream), index));

    /// <summary>Turns an image about its centre in a square frame.</summary>
    /// <param name="source">Its pixels, row by row.</param>
    /// <param name="length">Its side.</param>
    /// <param name="target">The frame's pixels.</param>
    /// <param name="side">The frame's side.</param>
    /// <param name="degrees">The angle, counter-clockwise; a multiple of 90 only moves pixels.</param>
    public static void Turn(ReadOnlySpan<byte> source, int length, Span<byte> target, int side, double degrees)
    {
        // Exact at the quarter turns, where the library's sine and cosine are not.
        var (sine, cosine) = degrees % 90 == 0 ? ((double)(((int)(degrees / 90) & 3) switch { 1 => 1, 3 => -1, _ => 0 }), ((int)(degrees / 90) & 3) switch { 0 => 1, 2 => -1, _ => 0 }) : Math.SinCos(double.DegreesToRadians(degrees));
        var (from, to) = ((length - 1) / 2.0, (side - 1) / 2.0);
        for (var row = 0; row < side; row++)
            for (var column = 0; column < side; column++)
            {
                // Rows count downwards: where the target's pixel comes from.
                var (x, y) = (column - to, row - to);
                target[row * side + column] = Sample(source, length, from + sine * x + cosine * y, from + cosine * x - sine * y);
            }
    }

    private static byte Sample(ReadOnlySpan<byte> source, int length, double row, double column)
    {
        var (top, left) = ((int)Math.Floor(row), (int)Math.Floor(column));
        var (down, right) = (row - top, column - left);
        var sum = (1 - down) * ((1 - right) * At(source, length, top, left) + right * At(source, length, top, left + 1))
            + down * ((1 - right) * At(source, length, top + 1, left) + right * At(source, length, top + 1, left + 1));
        return (byte)Math.Round(sum);
    }

    private static double At(ReadOnlySpan<byte> source, int length, int row, int column) =>
        (uint)row < (uint)length && (uint)column < (uint)length ? source[row * length + column] : 0;

    private static ImageSet Turn(ImageDataset source, ReadOnlyMemory<int> which, int side, Func<int, double> angle)
    {
        var length = (int)source.Train.Images.size(2);
        if (source.Train.Images.size(1) != 1 || source.Train.Images.size(3) != length) throw new ArgumentException("the images are not square and grey", nameof(source));
        var (pixels, labels) = (new byte[which.Length * side * side], new byte[which.Length]);
        var (trainPixels, testPixels) = (source.Train.Images.bytes.ToArray(), source.Test.Images.bytes.ToArray());
        var (trainLabels, testLabels) = (source.Train.Labels.data<long>().ToArray(), source.Test.Labels.data<long>().ToArray());
        Parallel.For(0, which.Length, i =>
        {
            var image = which.Span[i];
            var (all, names, at) = image < trainLabels.Length ? (trainPixels, trainLabels, image) : (testPixels, testLabels, image - trainLabels.Length);
            labels[i] = (byte)names[at];
            Turn(all.AsSpan(at * length * length, length * length), length, pixels.AsSpan(i * side * side, side * side), side, angle(i));
        });
        return ImageSet.FromBytes(pixels, labels, 1, side, side);
    }
}
