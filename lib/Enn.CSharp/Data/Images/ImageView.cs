namespace Enn.Data;

/// <summary>A rectangle of pixels.</summary>
/// <param name="Top">The first row.</param>
/// <param name="Left">The first column.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct PixelBox(int Top, int Left, int Height, int Width);

/// <summary>What is taken out of an image: a part of it, scaled, of that a window, mirrored or not.</summary>
/// <param name="Source">The part, within the image.</param>
/// <param name="Height">Rows that the part is scaled to.</param>
/// <param name="Width">Columns that the part is scaled to.</param>
/// <param name="Window">What is kept of the scaled part.</param>
/// <param name="Mirrored">Left to right.</param>
public readonly record struct ImageView(PixelBox Source, int Height, int Width, PixelBox Window, bool Mirrored);

/// <summary>Chooses the view of an image.</summary>
/// <param name="height">Rows of the image.</param>
/// <param name="width">Columns of the image.</param>
/// <param name="random">For random views; seeded by the image's place in its epoch.</param>
public delegate ImageView Framing(int height, int width, Random random);

/// <summary>The views of the usual pipelines; sizes and places are torchvision's to the pixel.</summary>
public static class Framings
{
    private const int Attempts = 10;

    /// <summary>The shorter side scaled to <paramref name="resize"/> pixels, then a square of <paramref name="crop"/> pixels out of the middle: how ImageNet is tested.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The square is larger than what it is cut from.</exception>
    public static Framing ResizeCentreCrop(int resize, int crop)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(crop, resize);
        return (height, width, _) =>
        {
            var (h, w) = height <= width ? (resize, Longer(resize, width, height)) : (Longer(resize, height, width), resize);
            return new(new(0, 0, height, width), h, w, new(Middle(h, crop), Middle(w, crop), crop, crop), false);
        };
    }

    /// <summary>The whole image scaled to a height and width of its own, whatever its proportions.</summary>
    public static Framing Resize(int height, int width) => (h, w, _) => new(new(0, 0, h, w), height, width, new(0, 0, height, width), false);

    /// <summary>
    /// A random part of random area and proportions, scaled to a square, mirrored with probability one half: how ImageNet is trained on.
    /// </summary>
    /// <param name="side">Pixels of the square's side.</param>
    /// <param name="leastArea">The smallest share of the image's area.</param>
    /// <param name="mostArea">The largest.</param>
    /// <param name="mirror">Whether half of the views are mirrored.</param>
    public static Framing RandomResizedCrop(int side, double leastArea = 0.08, double mostArea = 1, bool mirror = true) =>
        (height, width, random) => new(RandomBox(height, width, leastArea, mostArea, random), side, side, new(0, 0, side, side), mirror && random.Next(2) == 1);

    /// <summary>A random part of an image: its area uniform, its proportions log-uniform in [3/4, 4/3]; after ten that do not fit, the middle.</summary>
    internal static PixelBox RandomBox(int height, int width, double leastArea, double mostArea, Random random)
    {
        const double narrowest = 3.0 / 4, widest = 4.0 / 3;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var area = height * width * (leastArea + (mostArea - leastArea) * random.NextDouble());
            var proportion = Math.Exp(Math.Log(narrowest) + (Math.Log(widest) - Math.Log(narrowest)) * random.NextDouble());
            var (w, h) = ((int)Math.Round(Math.Sqrt(area * proportion)), (int)Math.Round(Math.Sqrt(area / proportion)));
            if (w > 0 && w <= width && h > 0 && h <= height) return new(random.Next(height - h + 1), random.Next(width - w + 1), h, w);
        }
        var own = (double)width / height;
        var (rows, columns) = own < narrowest ? ((int)Math.Round(width / narrowest), width) : own > widest ? (height, (int)Math.Round(height * widest)) : (height, width);
        return new((height - rows) / 2, (width - columns) / 2, rows, columns);
    }

    /// <summary>Where a window of so many pixels begins in the middle; half pixels go to the even one.</summary>
    internal static int Middle(long length, int window) => (int)Math.Round((length - window) / 2.0, MidpointRounding.ToEven);

    private static int Longer(int resize, int longer, int shorter) => (int)((double)resize * longer / shorter);
}
