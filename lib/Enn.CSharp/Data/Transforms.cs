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
        return ((images - center) / spread).MoveToOuterDisposeScope();
    };

    /// <summary>Pads all sides with zeros, then cuts a window of the original size at a place drawn for each image.</summary>
    /// <param name="padding">Pixels on each side.</param>
    public static Transform PadCrop(int padding) => (images, random) =>
    {
        using var scope = NewDisposeScope();
        var padded = nn.functional.pad(images, [padding, padding, padding, padding]);
        return Windows(padded, images.size(2), images.size(3), random).MoveToOuterDisposeScope();
    };

    /// <summary>Cuts a square at a place drawn for each image.</summary>
    /// <param name="side">Its side in pixels.</param>
    public static Transform Crop(int side) => (images, random) =>
    {
        using var scope = NewDisposeScope();
        return Windows(images, side, side, random).MoveToOuterDisposeScope();
    };

    /// <summary>Cuts a square out of the middle; where that is between two pixels, from the even one.</summary>
    /// <param name="side">Its side in pixels.</param>
    public static Transform CentreCrop(int side) => (images, _) =>
    {
        using var scope = NewDisposeScope();
        int Start(long length) => (int)Math.Round((length - side) / 2.0, MidpointRounding.ToEven);
        return images.narrow(2, Start(images.size(2)), side).narrow(3, Start(images.size(3)), side).MoveToOuterDisposeScope();
    };

    /// <summary>Scales bytes up to a larger square, bilinearly, and rounds.</summary>
    /// <param name="side">Its side in pixels.</param>
    public static Transform Resize(int side) => (images, _) =>
    {
        using var scope = NewDisposeScope();
        var larger = nn.functional.interpolate(images.to_type(ScalarType.Float32), [side, side], mode: InterpolationMode.Bilinear, align_corners: false);
        return larger.round().clamp(0, 255).to_type(ScalarType.Byte).MoveToOuterDisposeScope();
    };

    /// <summary>Mirrors each image left to right with probability one half.</summary>
    public static Transform Flip { get; } = (images, random) =>
    {
        using var scope = NewDisposeScope();
        var mirrored = rand([images.size(0), 1, 1, 1], generator: random).lt(0.5).to(images.device);
        return where(mirrored, images.flip(3), images).MoveToOuterDisposeScope();
    };

    // A window of each image, at a place of its own: gathering rows, then columns.
    private static Tensor Windows(Tensor images, long height, long width, Generator random)
    {
        var (count, channels, rows, columns) = (images.size(0), images.size(1), images.size(2), images.size(3));
        Tensor Places(long room, long length) =>
            (randint(0, room - length + 1, [count, 1], dtype: ScalarType.Int64, generator: random) + arange(length, dtype: ScalarType.Int64)).to(images.device);
        var y = Places(rows, height).view(count, 1, height, 1).expand(count, channels, height, columns);
        var x = Places(columns, width).view(count, 1, 1, width).expand(count, channels, height, width);
        return images.gather(2, y).gather(3, x);
    }
}
