using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Data;

/// <summary>Changes a batch of images by a few tensor operations.</summary>
/// <param name="images">[batch, channels, height, width].</param>
/// <param name="random">Where random transforms draw from; on the CPU whatever the images' device.</param>
/// <returns>The changed images; the argument is left as it is.</returns>
public delegate Tensor Transform(Tensor images, Generator random);

/// <summary>The transforms of the papers' data pipelines.</summary>
public static class Transforms
{
    // Red, green and blue of ITU-R 601 as 16-bit fractions; with the half below, the integer arithmetic of PIL's convert("L").
    private static readonly int[] Luma = [19595, 38470, 7471];
    private const int Half = 1 << 15;
    private const int FractionBits = 16;

    /// <summary>Bytes to float32 in [0, 1].</summary>
    public static Transform Scale { get; } = (images, _) => images.to_type(ScalarType.Float32).div_(255);

    /// <summary>Colour to grey, uint8 [batch, 3, h, w] to uint8 [batch, 1, h, w]: .299 R + .587 G + .114 B rounded, bit for bit as PIL does.</summary>
    public static Transform Greyscale { get; } = (images, _) =>
    {
        using var scope = NewDisposeScope();
        var weights = tensor(Luma, [1, Luma.Length, 1, 1], dtype: ScalarType.Int32, device: images.device);
        var sum = (images.to_type(ScalarType.Int32) * weights).sum(1, keepdim: true, type: ScalarType.Int32) + Half;
        return sum.bitwise_right_shift(tensor(FractionBits, dtype: ScalarType.Int32, device: images.device)).to_type(ScalarType.Byte).MoveToOuterDisposeScope();
    };

    /// <summary>(x - mean) / std per channel.</summary>
    /// <param name="mean">One number a channel.</param>
    /// <param name="std">One number a channel.</param>
    public static Transform Normalise(float[] mean, float[] std) => (images, _) =>
    {
        using var scope = NewDisposeScope();
        var center = tensor(mean, [1, mean.Length, 1, 1], device: images.device);
        var spread = tensor(std, [1, std.Length, 1, 1], device: images.device);
        return (images - center).div_(spread).MoveToOuterDisposeScope();
    };

    /// <summary>Pads all sides with zeros, then cuts a window of the original size at a place drawn for each image.</summary>
    /// <param name="padding">Pixels on each side.</param>
    public static Transform PadCrop(int padding) => (images, random) => Windows(images, padding, images.size(2), images.size(3), random);

    /// <summary>Cuts a square at a place drawn for each image.</summary>
    /// <param name="side">Its side in pixels.</param>
    public static Transform Crop(int side) => (images, random) => Windows(images, 0, side, side, random);

    /// <summary>Cuts a square out of the middle; where that is between two pixels, from the even one.</summary>
    /// <param name="side">Its side in pixels.</param>
    public static Transform CentreCrop(int side) => (images, _) =>
    {
        using var scope = NewDisposeScope();
        return images.narrow(2, Framings.Middle(images.size(2), side), side).narrow(3, Framings.Middle(images.size(3), side), side).MoveToOuterDisposeScope();
    };

    /// <summary>Scales images of bytes to a square, antialiased where they get smaller.</summary>
    /// <param name="side">Its side in pixels.</param>
    /// <param name="filter">How pixels are made.</param>
    public static Transform Resize(int side, Filter filter = Filter.Bilinear) => (images, _) => ImageBatch.Resize(images, side, side, filter);

    /// <summary>A part of random area and proportions (3/4 to 4/3) of each image, scaled to a square.</summary>
    /// <param name="side">Its side in pixels.</param>
    /// <param name="leastArea">The smallest share of the image's area.</param>
    /// <param name="mostArea">The largest.</param>
    /// <param name="filter">How pixels are made.</param>
    public static Transform RandomResizedCrop(int side, double leastArea = 0.08, double mostArea = 1, Filter filter = Filter.Bilinear) => (images, random) =>
    {
        var dice = new Random(randint(0, int.MaxValue, [1], dtype: ScalarType.Int32, generator: random).item<int>());
        var boxes = Enumerable.Range(0, (int)images.size(0)).Select(_ => Framings.RandomBox((int)images.size(2), (int)images.size(3), leastArea, mostArea, dice)).ToArray();
        return ImageBatch.ResizedCrops(images, boxes, side, side, filter);
    };

    /// <summary>Turns each image about its middle by an angle drawn from [-degrees, degrees]; corners that come from outside are zero.</summary>
    /// <param name="degrees">The largest angle.</param>
    /// <param name="bilinear">Mix four pixels; else take the nearest, torchvision's default.</param>
    public static Transform Rotation(double degrees, bool bilinear = false) => (images, random) =>
    {
        using var scope = NewDisposeScope();
        var angles = rand([images.size(0)], dtype: ScalarType.Float64, generator: random).mul(2 * degrees).sub(degrees).data<double>().ToArray();
        return ImageBatch.Rotate(images, angles, bilinear).MoveToOuterDisposeScope();
    };

    /// <summary>Mirrors each image left to right with probability one half.</summary>
    public static Transform Flip { get; } = (images, random) =>
    {
        using var scope = NewDisposeScope();
        var mirrored = rand([images.size(0)], generator: random).lt(0.5).data<bool>().ToArray();
        return ImageBatch.Mirror(images, mirrored).MoveToOuterDisposeScope();
    };

    private static Tensor Windows(Tensor images, int padding, long height, long width, Generator random)
    {
        using var scope = NewDisposeScope();
        long[] Places(long room, long length) => randint(0, room - length + 1, [images.size(0), 1], dtype: ScalarType.Int64, generator: random).data<long>().ToArray();
        var tops = Places(images.size(2) + 2 * padding, height);
        var lefts = Places(images.size(3) + 2 * padding, width);
        return ImageBatch.Windows(images, padding, tops, lefts, (int)height, (int)width).MoveToOuterDisposeScope();
    }
}
