using FsCheck;
using FsCheck.Fluent;

namespace Enn.Tests.Data;

/// <summary>
/// Damages valid files in every way that disks, networks and liars do, and demands of a reader: it reads the file or refuses it in one message with file and
/// offset, and it allocates nothing beyond the file's size class.
/// </summary>
internal static class Fuzz
{
    // Objects of small elements (a pickle of empty lists, a caption a line) take some dozens of bytes for each byte of the file; buffers are 64 KiB to 1 MiB.
    private const long AllocationsPerByte = 512;
    private const long Buffers = 4 << 20;

    /// <summary>Checks a reader of files.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="valid">A valid file, which is read first.</param>
    /// <param name="read">Reads the file of this path.</param>
    /// <param name="count">Damaged files to try.</param>
    internal static void Reader(string name, byte[] valid, Action<string> read, int count = 400)
    {
        using var folder = new TemporaryFolder();
        var path = folder[name];
        File.WriteAllBytes(path, valid);
        read(path);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(20_261_121, 1), Prop.ForAll(Arb.From(Damaged(valid)), bytes =>
        {
            File.WriteAllBytes(path, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (InvalidDataException error)
            {
                Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
                Assert.Matches(@"at (byte|line) \d+", error.Message);
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Buffers + AllocationsPerByte * bytes.Length);
        }));
    }

    private static Gen<byte[]> Damaged(byte[] valid)
    {
        var place = Gen.Choose(0, Math.Max(0, valid.Length - 1));
        var truncated = place.Select(length => valid[..length]);
        var flipped = place.Zip(Gen.Choose(0, 7)).ArrayOf().Where(flips => flips.Length > 0).Select(flips => Edit(valid, copy =>
        {
            foreach (var (at, bit) in flips.Take(4)) copy[at] ^= (byte)(1 << bit);
        }));
        // Sizes and counts, in either byte order, that no file can hold.
        var huge = place.Zip(Gen.Elements<byte[]>([0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f], [0x7f, 0xff, 0xff, 0xff], [0, 0, 0, 0], [0, 0, 0, 0x10], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], "99999999999"u8.ToArray()))
            .Select(pair => Edit(valid, copy => pair.Item2.AsSpan(0, Math.Min(pair.Item2.Length, copy.Length - pair.Item1)).CopyTo(copy.AsSpan(pair.Item1))));
        var grown = place.Zip(Gen.Choose(0, 255).ArrayOf()).Select(pair => (byte[])[.. valid[..pair.Item1], .. pair.Item2.Select(value => (byte)value), .. valid[pair.Item1..]]);
        var cut = place.Zip(Gen.Choose(1, 64)).Select(pair => (byte[])[.. valid[..pair.Item1], .. valid[Math.Min(valid.Length, pair.Item1 + pair.Item2)..]]);
        return Gen.OneOf(truncated, flipped, flipped, huge, huge, grown, cut);
    }

    private static byte[] Edit(byte[] valid, Action<byte[]> change)
    {
        byte[] copy = [.. valid];
        change(copy);
        return copy;
    }
}
