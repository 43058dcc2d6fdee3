using System.Buffers.Binary;
using System.IO.Compression;
using Enn.Data;
using FsCheck;
using FsCheck.Fluent;

namespace Enn.Tests.Data;

/// <summary>IDX files, whole, damaged and lying.</summary>
public class IdxFileTests
{
    private static byte[] Idx(int[] shape, byte[] values)
    {
        var bytes = new byte[4 + 4 * shape.Length + values.Length];
        bytes[2] = 8;
        bytes[3] = (byte)shape.Length;
        for (var i = 0; i < shape.Length; i++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * i), shape[i]);
        values.CopyTo(bytes, 4 + 4 * shape.Length);
        return bytes;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest)) gzip.Write(content);
        return target.ToArray();
    }

    private static IdxFile Read(byte[] bytes) => IdxFile.Read(new MemoryStream(bytes), "digits.idx");

    private static byte[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_plain_and_compressed(bool compressed)
    {
        // More than the first block, so that the growing buffer is used too.
        var values = Values(1_100 * 1_001);
        var bytes = Idx([1_100, 1_001], values);
        var idx = Read(compressed ? Gzip(bytes) : bytes);
        Assert.Equal([1_100, 1_001], idx.Shape);
        Assert.Equal(values, idx.Values);
    }

    [Fact]
    public void An_empty_array_is_an_array() => Assert.Empty(Read(Idx([0, 28, 28], [])).Values);

    [Theory]
    [InlineData(0, 1, "byte 0", "zero bytes")]
    [InlineData(2, 0x0d, "byte 2", "element type 0x0d")]
    [InlineData(3, 0, "byte 3", "0 dimensions")]
    [InlineData(3, 200, "byte 3", "200 dimensions")]
    [InlineData(4, 0xff, "byte 4", "dimension 0")]
    [InlineData(8, 0x7f, "byte 8", "cannot hold")]
    public void A_wrong_header_is_refused_with_file_offset_and_reason(int at, byte value, string offset, string reason)
    {
        var bytes = Idx([2, 3], Values(6));
        bytes[at] = value;
        foreach (var content in new[] { bytes, Gzip(bytes) })
        {
            var error = Assert.Throws<InvalidDataException>(() => Read(content));
            Assert.StartsWith("digits.idx: at " + offset, error.Message);
            Assert.Contains(reason, error.Message);
        }
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var bytes = Idx([4, 5], Values(20));
        foreach (var content in new[] { bytes, Gzip(bytes) })
            for (var length = 0; length < content.Length; length++)
                Assert.StartsWith("digits.idx: at byte", Assert.Throws<InvalidDataException>(() => Read(content[..length])).Message);
    }

    [Fact]
    public void More_data_than_declared_is_refused()
    {
        byte[] bytes = [.. Idx([4, 5], Values(20)), 0];
        Assert.Contains("more data", Assert.Throws<InvalidDataException>(() => Read(bytes)).Message);
        Assert.Contains("at byte 32", Assert.Throws<InvalidDataException>(() => Read(Gzip(bytes))).Message);
    }

    [Fact]
    public void A_flipped_bit_in_compressed_data_is_refused_by_the_checksum()
    {
        var values = new byte[5_000];
        new Random(1).NextBytes(values);
        var content = Gzip(Idx([5_000], values));
        content[content.Length / 2] ^= 1;
        Assert.Throws<InvalidDataException>(() => Read(content));
    }

    [Fact]
    public void A_declared_size_allocates_nothing_that_the_file_cannot_hold()
    {
        // 1 GiB declared by 1.1 MB of compressed zeros that would hold it, and by a stream that ends soon.
        var honest = Gzip(Idx([1 << 30], new byte[1 << 10]));
        var padded = new byte[1_100_000];
        honest.CopyTo(padded, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Read(padded));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void Any_mutation_is_read_or_refused_never_anything_else()
    {
        var plain = Idx([3, 4], Values(12));
        var packed = Gzip(plain);
        var edits = Gen.Choose(0, 200).SelectMany(_ => Gen.Choose(0, 255)).Two().ArrayOf(6);
        var input = Gen.Elements(plain, packed).Zip(edits).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(20_240_517, 1), Prop.ForAll(input, pair =>
        {
            var bytes = (byte[])pair.Item1.Clone();
            foreach (var (at, value) in pair.Item2) bytes[at % bytes.Length] = (byte)value;
            try
            {
                var idx = Read(bytes);
                return idx.Values.Length == idx.Shape.Aggregate(1, (a, b) => a * b);
            }
            catch (InvalidDataException error)
            {
                return error.Message.StartsWith("digits.idx: at byte", StringComparison.Ordinal);
            }
        }));
    }
}
