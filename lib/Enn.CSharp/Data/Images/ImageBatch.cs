using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Data;

/// <summary>
/// Changes of shape for batches of images, uint8 [batch, channels, height, width] on any device, with every random choice given: what
/// <see cref="Transforms"/> draws, and what tests fix. Pixels are those of torchvision on PIL images.
/// </summary>
public static class ImageBatch
{
    /// <summary>Cuts a window out of each image after padding all sides with zeros.</summary>
    /// <param name="images">uint8 [batch, channels, height, width].</param>
    /// <param name="padding">Pixels on each side; may be 0.</param>
    /// <param name="tops">The first row of each window in the padded image.</param>
    /// <param name="lefts">The first column of each window in the padded image.</param>
    /// <param name="height">Rows of a window.</param>
    /// <param name="width">Columns of a window.</param>
    public static Tensor Windows(Tensor images, int padding, long[] tops, long[] lefts, int height, int width)
    {
        if (RowKernels.Fit(images)) return RowKernels.Windows(images, padding, tops, lefts, height, width);
        using var scope = NewDisposeScope();
        var padded = padding == 0 ? images : nn.functional.pad(images, [padding, padding, padding, padding]);
        // All windows are views of the padded images; one indexing operation copies those that are wanted.
        var (count, all) = (images.size(0), padded.unfold(2, height, 1).unfold(3, width, 1).permute(0, 2, 3, 1, 4, 5));
        var device = images.device;
        return all.index(TensorIndex.Tensor(arange(count, dtype: ScalarType.Int64, device: device)), TensorIndex.Tensor(tensor(tops, device: device)), TensorIndex.Tensor(tensor(lefts, device: device)))
            .MoveToOuterDisposeScope();
    }

    /// <summary>Mirrors some of the images left to right.</summary>
    /// <param name="images">[batch, channels, height, width].</param>
    /// <param name="which">Whether to, for each image.</param>
    public static Tensor Mirror(Tensor images, bool[] which)
    {
        if (RowKernels.Fit(images)) return RowKernels.Mirror(images, which);
        using var scope = NewDisposeScope();
        return where(tensor(which, [which.Length, 1, 1, 1], device: images.device), images.flip(3), images).MoveToOuterDisposeScope();
    }

    /// <summary>Scales all images to a size, antialiased where they get smaller, in PIL's two passes with the rounding between them.</summary>
    /// <param name="images">uint8 [batch, channels, height, width].</param>
    /// <param name="height">Rows after.</param>
    /// <param name="width">Columns after.</param>
    /// <param name="filter">How pixels are made.</param>
    public static Tensor Resize(Tensor images, int height, int width, Filter filter = Filter.Bilinear)
    {
        using var scope = NewDisposeScope();
        Tensor Weights(long inputs, int outputs) =>
            tensor(ResampleWeights.Of((int)inputs, outputs, 0, outputs, filter).Dense((int)inputs), [outputs, inputs], device: images.device);
        return Resample(images, Weights(images.size(3), width), Weights(images.size(2), height)).MoveToOuterDisposeScope();
    }

    /// <summary>Cuts a part out of each image and scales it to a size.</summary>
    /// <param name="images">uint8 [batch, channels, height, width].</param>
    /// <param name="boxes">The part of each image, within it.</param>
    /// <param name="height">Rows after.</param>
    /// <param name="width">Columns after.</param>
    /// <param name="filter">How pixels are made.</param>
    public static Tensor ResizedCrops(Tensor images, PixelBox[] boxes, int height, int width, Filter filter = Filter.Bilinear)
    {
        using var scope = NewDisposeScope();
        Tensor Weights(long inputs, int outputs, Func<PixelBox, (int Start, int Length)> side)
        {
            var matrices = new double[boxes.Length * outputs * inputs];
            for (var i = 0; i < boxes.Length; i++)
            {
                var (start, length) = side(boxes[i]);
                if (start < 0 || length < 1 || start + length > inputs) throw new ArgumentOutOfRangeException(nameof(boxes), boxes[i], $"not within an image of {images.size(2)} x {images.size(3)}");
                ResampleWeights.Of(length, outputs, 0, outputs, filter).CopyTo(matrices.AsSpan((int)(i * outputs * inputs)), (int)inputs, start);
            }
            return tensor(matrices, [boxes.Length, 1, outputs, inputs], device: images.device);
        }
        return Resample(images, Weights(images.size(3), width, box => (box.Left, box.Width)), Weights(images.size(2), height, box => (box.Top, box.Height))).MoveToOuterDisposeScope();
    }

    /// <summary>Turns each image about its middle, keeping its size; what comes from outside is zero.</summary>
    /// <param name="images">uint8 [batch, channels, height, width].</param>
    /// <param name="degrees">Counter-clockwise, for each image.</param>
    /// <param name="bilinear">Mix four pixels; else take the nearest.</param>
    public static Tensor Rotate(Tensor images, double[] degrees, bool bilinear = false)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (images.size(2), images.size(3));
        var maps = degrees.Select(angle => Rotation(angle, height, width)).ToArray();
        var turned = bilinear ? Bilinear(images, maps) : Nearest(images, maps);
        return turned.MoveToOuterDisposeScope();
    }

    // PIL's integers of 30 bits, exact in float64; sums are rounded like its, floor(x + 1/2).
    private static Tensor Resample(Tensor images, Tensor across, Tensor down)
    {
        static Tensor Rounded(Tensor sums) => sums.add_(0.5).floor_().clamp_(0, 255);
        var columns = Rounded(images.to_type(ScalarType.Float64).matmul(across.transpose(-1, -2)));
        return Rounded(down.matmul(columns)).to_type(ScalarType.Byte);
    }

    // The place in the source of a pixel of the result: x = m0 x' + m1 y' + m2, y = m3 x' + m4 y' + m5.
    private static double[] Rotation(double degrees, long height, long width)
    {
        const int digits = 15;
        var angle = -degrees * Math.PI / 180;
        double cos = Math.Round(Math.Cos(angle), digits), sin = Math.Round(Math.Sin(angle), digits), x = width / 2.0, y = height / 2.0;
        return [cos, sin, x - (cos * x + sin * y), -sin, cos, y - (-sin * x + cos * y)];
    }

    // In 16.16 fixed point from the pixels' middles, as PIL computes it, so that ties fall the same way.
    private static Tensor Nearest(Tensor images, double[][] maps)
    {
        static long Fixed(double value) => (long)Math.Floor(value * 65536 + 0.5);
        var (height, width, device) = (images.size(2), images.size(3), images.device);
        Tensor Column(Func<double[], double> value) => tensor(maps.Select(m => Fixed(value(m))).ToArray(), [maps.Length, 1, 1], device: device);
        var (xs, ys) = (arange(width, dtype: ScalarType.Int64, device: device), arange(height, dtype: ScalarType.Int64, device: device).unsqueeze(1));
        Tensor Place(int first) => (Column(m => m[first + 2] + m[first] * 0.5 + m[first + 1] * 0.5) + Column(m => m[first]) * xs + Column(m => m[first + 1]) * ys)
            .bitwise_right_shift(tensor(16L, device: device));
        return Pick(images, Place(0), Place(3));
    }

    private static Tensor Bilinear(Tensor images, double[][] maps)
    {
        var (height, width, device) = (images.size(2), images.size(3), images.device);
        Tensor Column(Func<double[], double> value) => tensor(maps.Select(value).ToArray(), [maps.Length, 1, 1], device: device);
        var (xs, ys) = (arange(width, dtype: ScalarType.Float64, device: device) + 0.5, (arange(height, dtype: ScalarType.Float64, device: device) + 0.5).unsqueeze(1));
        Tensor Place(int first) => Column(m => m[first]) * xs + Column(m => m[first + 1]) * ys + Column(m => m[first + 2]);
        var (x, y) = (Place(0), Place(3));
        var inside = x.ge(0).logical_and(x.lt(width)).logical_and(y.ge(0)).logical_and(y.lt(height)).unsqueeze(1);
        var (left, top) = ((x - 0.5).floor(), (y - 0.5).floor());
        var (dx, dy) = ((x - 0.5 - left).unsqueeze(1), (y - 0.5 - top).unsqueeze(1));
        // Neighbours beyond the edge repeat it.
        Tensor At(Tensor row, Tensor column) => Pick(images, column.clamp(0, width - 1).to_type(ScalarType.Int64), row.clamp(0, height - 1).to_type(ScalarType.Int64)).to_type(ScalarType.Float64);
        Tensor Mix(Tensor row) => At(row, left) * (1 - dx) + At(row, left + 1) * dx;
        return (Mix(top) * (1 - dy) + Mix(top + 1) * dy).mul(inside).to_type(ScalarType.Byte);
    }

    // The pixels at given places, [batch, height, width] each; 0 for places outside.
    private static Tensor Pick(Tensor images, Tensor x, Tensor y)
    {
        var (count, channels, height, width) = (images.size(0), images.size(1), images.size(2), images.size(3));
        var inside = x.ge(0).logical_and(x.lt(width)).logical_and(y.ge(0)).logical_and(y.lt(height)).unsqueeze(1);
        var index = (y.clamp(0, height - 1) * width + x.clamp(0, width - 1)).view(count, 1, -1).expand(count, channels, -1);
        return images.reshape(count, channels, -1).gather(2, index).view(count, channels, height, width).mul(inside);
    }
}
