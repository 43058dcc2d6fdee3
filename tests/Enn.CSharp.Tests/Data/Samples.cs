using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Enn.Tests.Data;

/// <summary>Small valid files of every format, made by the formats' descriptions.</summary>
internal static class Samples
{
    internal static byte[] Pixels(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    internal static byte[] Idx() => [0, 0, 8, 2, 0, 0, 0, 3, 0, 0, 0, 4, .. Pixels(12)];

    internal static byte[] Gzip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest)) gzip.Write(content);
        return target.ToArray();
    }

    /// <summary>A tar archive: of each entry the name, the type letter ('0': file, 'x': extended header), the content. The framework's writer puts the time and the process into it.</summary>
    internal static byte[] Tar(params (string Name, char Type, string Content)[] entries)
    {
        const int block = 512, checksumAt = 148;
        using var tar = new MemoryStream();
        foreach (var (name, type, content) in entries)
        {
            var header = new byte[block];
            void Put(int at, string text) => Encoding.ASCII.GetBytes(text, header.AsSpan(at));
            Put(0, name);
            Put(100, "0000644\0");
            Put(108, "0000000\0");
            Put(116, "0000000\0");
            Put(124, Convert.ToString(content.Length, 8).PadLeft(11, '0') + "\0");
            Put(136, "00000000000\0");
            Put(checksumAt, "        ");
            Put(156, type.ToString());
            Put(257, "ustar\00000");
            Put(checksumAt, Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0') + "\0 ");
            tar.Write(header);
            tar.Write(Encoding.ASCII.GetBytes(content));
            tar.SetLength((tar.Length + block - 1) / block * block);
            tar.Position = tar.Length;
        }
        tar.Write(new byte[2 * block]);
        return tar.ToArray();
    }

    /// <summary>Two records; with two label bytes the superclass comes first.</summary>
    internal static byte[] CifarBinary(int labelBytes) =>
        [.. labelBytes == 2 ? new byte[] { 4 } : [], 7, .. Pixels(3072, 1), .. labelBytes == 2 ? new byte[] { 5 } : [], 2, .. Pixels(3072, 2)];

    /// <summary>The same images and labels as Python 2 pickled them: text and data are both str.</summary>
    internal static byte[] CifarPickle(string labels)
    {
        static byte[] Text(string text) => [(byte)'U', (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
        static byte[] Name(string name) => Encoding.ASCII.GetBytes(name);
        byte[] length = BitConverter.GetBytes(2 * 3072);
        return
        [
            0x80, 2, (byte)'}', (byte)'q', 1, (byte)'(',
            .. Text("batch_label"), .. Text("training batch 1 of 5"),
            .. Text(labels), (byte)']', (byte)'q', 2, (byte)'(', (byte)'K', 7, (byte)'K', 2, (byte)'e',
            .. Text("data"), .. Name("cnumpy.core.multiarray\n_reconstruct\n"), .. Name("cnumpy\nndarray\n"), (byte)'K', 0, 0x85, .. Text("b"), 0x87, (byte)'R',
            (byte)'(', (byte)'K', 1, (byte)'K', 2, (byte)'M', 0, 12, 0x86, .. Name("cnumpy\ndtype\n"), .. Text("u1"), (byte)'K', 0, (byte)'K', 1, 0x87, (byte)'R',
            (byte)'(', (byte)'K', 3, .. Text("|"), (byte)'N', (byte)'N', (byte)'N', (byte)'J', 255, 255, 255, 255, (byte)'J', 255, 255, 255, 255, (byte)'K', 0, (byte)'t', (byte)'b',
            0x89, (byte)'T', .. length, .. Pixels(3072, 1), .. Pixels(3072, 2), (byte)'t', (byte)'b',
            (byte)'u', (byte)'.',
        ];
    }

    internal static byte[] Amat() => Encoding.ASCII.GetBytes(string.Join("\n", Enumerable.Range(0, 2).Select(row =>
        string.Join(' ', Enumerable.Range(0, 784).Select(i => i % 50 == row ? "1.0000000e+00" : i % 7 == 0 ? $"{i / 784.0:0.0000}" : "0").Append(row == 0 ? "3.0000" : "9")))) + "\n");

    /// <summary>Two SVHN images: X [32, 32, 3, 2] with the row number in every pixel, y = (10, 3).</summary>
    internal static byte[] Svhn(bool compressed)
    {
        var pixels = Enumerable.Range(0, 2 * 3 * 32 * 32).Select(i => (byte)(i % 32 + 100 * (i / 3072))).ToArray();
        return [.. Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file".PadRight(124)), 0, 1, (byte)'I', (byte)'M',
            .. Pack(MatlabArray("X", 9, [32, 32, 3, 2], 2, pixels), compressed), .. Pack(MatlabArray("y", 6, [2, 1], 2, [10, 3]), compressed)];
    }

    private static byte[] Pack(byte[] array, bool compressed)
    {
        if (!compressed) return array;
        using var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(array);
        return [.. Words(15, (int)target.Length), .. target.ToArray()];
    }

    private static byte[] MatlabArray(string name, byte kind, int[] shape, int storage, byte[] values)
    {
        byte[] body = [.. Element(6, [kind, 0, 0, 0, 0, 0, 0, 0]), .. Element(5, Words(shape)), .. Element(1, Encoding.ASCII.GetBytes(name)), .. Element(storage, values)];
        return [.. Words(14, body.Length), .. body];
    }

    // Up to four bytes stand in the tag itself.
    private static byte[] Element(int type, byte[] data) => data.Length <= 4
        ? [.. Words(type | data.Length << 16), .. data, .. new byte[4 - data.Length]]
        : [.. Words(type, data.Length), .. data, .. new byte[(8 - data.Length % 8) % 8]];

    private static byte[] Words(params int[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }

    internal static byte[] FlickrCommas() => Encoding.UTF8.GetBytes("image,caption\r\na.jpg,A dog runs .\r\na.jpg,\"Two dogs, \"\"Rex\"\" and another .\"\r\nb.jpg,Eine Straße\r\n");

    internal static byte[] FlickrBars() => Encoding.UTF8.GetBytes("image_name| comment_number| comment\na.jpg| 0| A dog | runs .\na.jpg| 1   A dog runs across the grass .\nb.jpg| 0| A street\n");

    internal static byte[] FlickrTabs() => Encoding.UTF8.GetBytes("a.jpg#0\tA dog runs .\na.jpg#1\tA dog, running .\nb.jpg#0\tA street\n");

    internal static byte[] Coco() => Encoding.UTF8.GetBytes("""
        {"info": {"year": 2017}, "images": [{"id": 7, "file_name": "000000000007.jpg", "width": 640}, {"id": 9, "file_name": "000000000009.jpg"}],
         "annotations": [{"image_id": 9, "id": 1, "caption": "A cat."}, {"image_id": 7, "id": 2, "caption": "A dog. "}, {"image_id": 9, "id": 3, "caption": "Une rue\u00e9"}]}
        """);

    internal static byte[] Wnids() => "n02124075\nn01443537\n"u8.ToArray();

    internal static byte[] TinyAnnotations() => "val_0.JPEG\tn02124075\t0\t32\t44\t62\nval_1.JPEG\tn01443537\t4\t0\t55\t63\n"u8.ToArray();
}
