namespace Enn.Data;

/// <summary>How a file becomes an image.</summary>
/// <param name="Orient">Turn and mirror a JPEG as its EXIF orientation says; torchvision's loaders do not.</param>
/// <param name="AtLeast">
/// Where positive, the decoder may give a JPEG at 1/2, 1/4 or 1/8 of its size, as long as its shorter side stays at least this many pixels: several times
/// faster for photographs that are scaled down anyway, with pixels that differ a little from a decoding at full size.
/// </param>
public sealed record DecodeOptions(bool Orient = true, int AtLeast = 0);

/// <summary>Decodes JPEG and PNG files to 8-bit RGB, by libvips: the pixels of PIL's <c>Image.open(file).convert("RGB")</c>.</summary>
public static class ImageFile
{
    private const int LargestShrink = 8;

    /// <summary>Says what lacks on this machine to decode files, and what to do; null where nothing does.</summary>
    public static string? WhatIsMissing => Vips.Missing;

    /// <summary>Reads and decodes a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no whole JPEG or PNG image; the message names file, offset and reason.</exception>
    /// <exception cref="DllNotFoundException">libvips is not installed.</exception>
    public static RgbImage Read(string path, DecodeOptions? options = null) => Decode(File.ReadAllBytes(path), path, options);

    /// <summary>Decodes the content of a file. Grey images get three equal channels, CMYK ones PIL's conversion; transparency is left out, 16 bits become 8.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Read"/>.</exception>
    /// <exception cref="DllNotFoundException">libvips is not installed.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> file, string source, DecodeOptions? options = null)
    {
        var header = ImageHeader.Read(file, source);
        var (orient, atLeast) = options ?? new DecodeOptions();
        try
        {
            var image = header.IsPng
                ? Vips.Load("pngload_buffer", file, [], found => Convert(found, header))
                : Vips.Load("jpegload_buffer", file, [("shrink", Shrink(header, atLeast))], found => Convert(found, header));
            return orient ? ExifOrientation.Upright(image, header.Orientation) : image;
        }
        catch (FormatException refused)
        {
            throw Damage.At(source, header.DataOffset, $"what follows cannot be decoded ({refused.Message})", refused);
        }
    }

    private static int Shrink(ImageHeader header, int atLeast)
    {
        if (atLeast <= 0) return 1;
        var shrink = LargestShrink;
        while (shrink > 1 && Math.Min(header.Width, header.Height) / shrink < atLeast) shrink /= 2;
        return shrink;
    }

    private static RgbImage Convert(Vips.Image image, ImageHeader header)
    {
        var (bands, format) = (image.Bands, image.Format);
        if (bands is < 1 or > 4 || format is not (Vips.Bytes or Vips.Words)) throw new FormatException($"{bands} channels of libvips' type {format}");
        var rgb = new RgbImage(image.Height, image.Width);
        try
        {
            image.Read(pixels =>
            {
                if (format == Vips.Words) pixels = HighBytes(pixels);
                Interleave(pixels, bands, isCmyk: !header.IsPng && bands == 4, rgb.Pixels);
            });
            return rgb;
        }
        catch
        {
            rgb.Dispose();
            throw;
        }
    }

    private static byte[] HighBytes(ReadOnlySpan<byte> words)
    {
        var bytes = new byte[words.Length / 2];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = words[2 * i + (BitConverter.IsLittleEndian ? 1 : 0)];
        return bytes;
    }

    private static void Interleave(ReadOnlySpan<byte> pixels, int bands, bool isCmyk, Span<byte> rgb)
    {
        if (bands == 3)
        {
            pixels.CopyTo(rgb);
            return;
        }
        for (int from = 0, to = 0; to < rgb.Length; from += bands, to += 3)
        {
            if (isCmyk)
            {
                // PIL: what black leaves, less the ink's share of it.
                var white = 255 - pixels[from + 3];
                for (var c = 0; c < 3; c++) rgb[to + c] = (byte)(white - Scaled(pixels[from + c] * white));
            }
            else
            {
                // Grey (with transparency or without) repeats one channel, colour with transparency leaves out the fourth.
                for (var c = 0; c < 3; c++) rgb[to + c] = pixels[from + (bands == 4 ? c : 0)];
            }
        }
    }

    // x / 255, rounded, in PIL's integers.
    private static int Scaled(int x) => (x + 128 + ((x + 128) >> 8)) >> 8;
}
