using System.Buffers.Binary;
using Enn.Data;

namespace Enn.Tests.Data.Images;

/// <summary>Decoding of small files by PIL (24 x 16 pixels, red grows to the right, green downwards), whole, damaged and lying.</summary>
public class ImageFileTests
{
    internal const string Jpeg = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/2wBDAQMDAwQDBAgEBAgQCwkLEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBD/wAARCAAQABgDAREAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD420T4X/d/0b9K/RsVn3mfPZDxNt7x6Bonwv8Au/6N+lfN4rPvM/ash4m2949A0T4X/d/0b9K+bxWfeZ+15DxNt7x3mifC/wC7/o/6V87is+8z/KTIeJtveO/0T4X/AHf9H/Svm8Vn3mftWQ8Tbe8egaJ8L/u/6P8ApXzeKz7zP2vIeJtveP/Z";
    internal const string Png = "iVBORw0KGgoAAAANSUhEUgAAABgAAAAQCAIAAACDRijCAAAAIElEQVR4nGNkYEjmYmCgHLEw8DNQBYwaNGrQqEEj1SAATKcCaB75EdwAAAAASUVORK5CYII=";

    internal static byte[] Bytes(string base64) => Convert.FromBase64String(base64);

    [VipsTheory]
    [InlineData(Jpeg, 6)]
    [InlineData(Png, 0)]
    public void Decodes(string base64, int tolerance)
    {
        using var image = ImageFile.Decode(Bytes(base64), "a");
        Assert.Equal((16, 24), (image.Height, image.Width));
        for (var y = 0; y < 16; y++)
            for (var x = 0; x < 24; x++)
            {
                var at = 3 * (24 * y + x);
                Assert.InRange(image.Pixels[at], 10 * x - tolerance, 10 * x + tolerance);
                Assert.InRange(image.Pixels[at + 1], 15 * y - tolerance, 15 * y + tolerance);
                Assert.InRange(image.Pixels[at + 2], 99 - tolerance, 99 + tolerance);
            }
    }

    [VipsTheory]
    [InlineData(16, 24, 16)]
    [InlineData(9, 24, 16)]
    [InlineData(8, 12, 8)]
    [InlineData(3, 6, 4)]
    [InlineData(1, 3, 2)]
    public void A_JPEG_may_come_smaller_where_that_is_enough(int atLeast, int width, int height)
    {
        using var image = ImageFile.Decode(Bytes(Jpeg), "a", new DecodeOptions(AtLeast: atLeast));
        Assert.Equal((height, width), (image.Height, image.Width));
    }

    private static string Refused(byte[] file)
    {
        var message = Assert.Throws<InvalidDataException>(() => ImageFile.Decode(file, "a.jpg")).Message;
        Assert.StartsWith("a.jpg: at byte ", message);
        return message;
    }

    [VipsFact]
    public void What_is_no_image_is_refused()
    {
        Assert.Equal("a.jpg: at byte 0: the file is empty", Refused([]));
        Assert.Equal("a.jpg: at byte 0: neither a JPEG nor a PNG file", Refused("GIF89a"u8.ToArray()));
        Assert.Contains("ends within its header", Refused(Bytes(Png)[..20]));
        Assert.Contains("cannot be decoded", Refused(Bytes(Jpeg)[..^40]));
        Assert.Contains("cannot be decoded", Refused(Bytes(Png)[..^40]));
    }

    [Fact]
    public void A_declared_size_that_the_file_cannot_hold_is_refused_before_it_is_decoded()
    {
        var png = Bytes(Png);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 100_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 100_000);
        Assert.Equal("a.jpg: at byte 16: a size of 100000 x 100000, which a file of this length cannot hold", Refused(png));
        var jpeg = Bytes(Jpeg);
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        jpeg.AsSpan(frame + 5, 4).Fill(0xff);
        Assert.Equal($"a.jpg: at byte {frame + 5}: a size of 65535 x 65535, which a file of this length cannot hold", Refused(jpeg));
    }

    [VipsTheory]
    [InlineData("a.jpg", Jpeg)]
    [InlineData("a.png", Png)]
    public void Damaged_images_are_read_or_refused(string name, string base64) => Fuzz.Reader(name, Bytes(base64), path => ImageFile.Read(path).Dispose());
}
