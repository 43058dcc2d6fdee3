using System.Buffers.Binary;

namespace Enn.Data;

/// <summary>
/// What a JPEG or PNG file says about itself, read and checked before any decoder sees it: a declared size that the file cannot hold is refused here, so
/// that nothing is ever allocated for it.
/// </summary>
/// <param name="IsPng">PNG; else JPEG.</param>
/// <param name="Width">Columns as stored.</param>
/// <param name="Height">Rows as stored.</param>
/// <param name="Components">Colour components of a JPEG; 4 is CMYK.</param>
/// <param name="Orientation">By EXIF, 1 to 8; 1 where there is none.</param>
/// <param name="DataOffset">The byte after the header.</param>
internal readonly record struct ImageHeader(bool IsPng, int Width, int Height, int Components, int Orientation, int DataOffset)
{
    // PIL's limit for what it takes for an attack: 2 * 1024^3 / 4 / 3 pixels.
    private const long MostPixels = 178_956_970;

    // Each block of 8 x 8 takes a bit at least, in the scan of its DC coefficients.
    private const long JpegPixelsPerByte = 8 * 64;

    // No deflate stream grows by more.
    private const long DeflateLimit = 1032;

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="InvalidDataException">It is neither format, breaks off, or declares a size that it cannot have; the message names file, offset and reason.</exception>
    internal static ImageHeader Read(ReadOnlySpan<byte> file, string source)
    {
        if (file.StartsWith(PngSignature)) return Png(file, source);
        if (file.Length >= 2 && file[0] == 0xff && file[1] == 0xd8) return Jpeg(file, source);
        throw Damage.At(source, 0, file.Length == 0 ? "the file is empty" : "neither a JPEG nor a PNG file");
    }

    private static ImageHeader Png(ReadOnlySpan<byte> file, string source)
    {
        const int end = 8 + 8 + 13 + 4;
        if (file.Length < end) throw Damage.At(source, file.Length, "the file ends within its header");
        if (BinaryPrimitives.ReadUInt32BigEndian(file[8..]) != 13 || !file[12..16].SequenceEqual("IHDR"u8)) throw Damage.At(source, 8, "the first chunk is no IHDR of 13 bytes");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]));
        var channels = file[25] switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, var other => throw Damage.At(source, 25, $"colour type {other} does not exist") };
        var bits = file[24] is 1 or 2 or 4 or 8 or 16 ? file[24] : throw Damage.At(source, 24, $"a bit depth of {file[24]} does not exist");
        Check(width, height, (long)file.Length * DeflateLimit * 8 / (channels * bits), source, 16);
        return new(true, (int)width, (int)height, channels, 1, end);
    }

    private static ImageHeader Jpeg(ReadOnlySpan<byte> file, string source)
    {
        var orientation = 1;
        for (var at = 2; ;)
        {
            while (at < file.Length && file[at] == 0xff) at++;
            if (at + 3 > file.Length) throw Damage.At(source, file.Length, "the file ends within its header");
            var (marker, start, length) = (file[at], at + 1, BinaryPrimitives.ReadUInt16BigEndian(file[(at + 1)..]));
            // Markers without a length are legal here, but no encoder writes them.
            if (file[at - 1] != 0xff || marker is 0 or 0x01 or (>= 0xd0 and <= 0xd9)) throw Damage.At(source, at, $"0x{marker:x2} where a marker of the header is expected");
            if (marker == 0xda) throw Damage.At(source, at, "the image data begin before the image's size is given");
            if (length < 2 || start + length > file.Length) throw Damage.At(source, start, $"a segment of {length} bytes, where the file has {file.Length - start} more");
            if (marker == 0xe1) orientation = ExifOrientation.Find(file.Slice(start + 2, length - 2)) ?? orientation;
            if (marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc))
            {
                if (length < 8) throw Damage.At(source, start, $"a frame header of {length} bytes");
                var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(file[(start + 3)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(start + 5)..]));
                var components = file[start + 7];
                if (components is not (1 or 3 or 4)) throw Damage.At(source, start + 7, $"{components} colour components, where 1, 3 or 4 are expected");
                Check(width, height, file.Length * JpegPixelsPerByte, source, start + 3);
                return new(false, width, height, components, orientation, start + length);
            }
            at = start + length;
        }
    }

    private static void Check(long width, long height, long holds, string source, int offset)
    {
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue) throw Damage.At(source, offset, $"a size of {width} x {height}");
        if (width * height > holds) throw Damage.At(source, offset, $"a size of {width} x {height}, which a file of this length cannot hold");
        if (width * height > MostPixels) throw Damage.At(source, offset, $"a size of {width} x {height}, where at most {MostPixels} pixels are read");
    }
}
