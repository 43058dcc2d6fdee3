using System.Buffers.Binary;

namespace Enn.Data;

/// <summary>The EXIF orientation of a photograph: the number from 1 to 8 that says how the camera was held.</summary>
internal static class ExifOrientation
{
    private const int Tag = 0x0112;
    private const int ShortType = 3;

    private static ReadOnlySpan<byte> Marker => "Exif\0\0"u8;

    /// <summary>The orientation in an APP1 segment; null where it holds none, or none that makes sense: it is no part of the image, so it does not make a file invalid.</summary>
    internal static int? Find(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith(Marker)) return null;
        var tiff = segment[Marker.Length..];
        if (tiff.Length < 8) return null;
        var little = tiff[0] == 'I';
        int U16(ReadOnlySpan<byte> bytes) => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var start = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (start > tiff.Length - 2) return null;
        var entries = tiff[(int)start..];
        var count = U16(entries);
        entries = entries[2..];
        for (var i = 0; i < count && entries.Length >= 12; i++, entries = entries[12..])
            if (U16(entries) == Tag && U16(entries[2..]) == ShortType) return U16(entries[8..]) is >= 1 and <= 8 and var orientation ? orientation : null;
        return null;
    }

    /// <summary>The image as it was seen. It takes the place of the given one, which is disposed unless it is returned.</summary>
    internal static RgbImage Upright(RgbImage image, int orientation)
    {
        if (orientation == 1) return image;
        var (height, width) = (image.Height, image.Width);
        using var stored = image;
        // Where the upright image's first pixel is stored, and how far it is from there to the next one of its row and of its column.
        var (first, right, down) = orientation switch
        {
            2 => (width - 1, -1, width),
            3 => (height * width - 1, -1, -width),
            4 => ((height - 1) * width, 1, -width),
            5 => (0, width, 1),
            6 => ((height - 1) * width, -width, 1),
            7 => (height * width - 1, -width, -1),
            _ => (width - 1, width, -1),
        };
        var upright = orientation >= 5 ? new RgbImage(width, height) : new RgbImage(height, width);
        var (from, to) = (stored.Buffer, upright.Buffer);
        for (int y = 0, at = 0; y < upright.Height; y++)
            for (int x = 0, source = 3 * (first + y * down); x < upright.Width; x++, source += 3 * right, at += 3)
                (to[at], to[at + 1], to[at + 2]) = (from[source], from[source + 1], from[source + 2]);
        return upright;
    }
}
