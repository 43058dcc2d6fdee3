using System.Formats.Tar;
using System.IO.Compression;
using Enn.Data.Fetching;

namespace Enn.Tests.Data.Fetching;

/// <summary>Archives, honest and not.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Tar(string name, params TarEntry[] entries)
    {
        using var file = File.Create(_folder[name]);
        using var packed = name.EndsWith(".tar", StringComparison.Ordinal) ? (Stream)file : new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(packed);
        foreach (var entry in entries) tar.WriteEntry(entry);
        return _folder[name];
    }

    private string Zip(string name, params (string Name, string Text, int Attributes)[] entries)
    {
        using var zip = ZipFile.Open(_folder[name], ZipArchiveMode.Create);
        foreach (var (entry, text, attributes) in entries)
        {
            var created = zip.CreateEntry(entry);
            created.ExternalAttributes = attributes;
            created.LastWriteTime = DateTimeOffset.UnixEpoch.AddYears(30);
            using var writer = new StreamWriter(created.Open());
            writer.Write(text);
        }
        return _folder[name];
    }

    private static PaxTarEntry Entry(string name, string text = "x") => new(TarEntryType.RegularFile, name) { ModificationTime = DateTimeOffset.UnixEpoch, DataStream = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text)) };

    private string Target => _folder["a/b/target"];

    private void Unpack(string path, long limit = 1_000) => Archive.Unpack(path, Target, limit, _ => { }, CancellationToken.None);

    private void AssertRefused(string path, string reason, long limit = 1_000)
    {
        var error = Assert.Throws<InvalidDataException>(() => Unpack(path, limit));
        Assert.StartsWith(path, error.Message);
        Assert.Contains(reason, error.Message);
        Assert.All(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file => Path.GetDirectoryName(file) != _folder.Path), file => Assert.StartsWith(Target, file));
        Assert.False(File.Exists(_folder["evil"]));
    }

    [Theory]
    [InlineData("a.tar")]
    [InlineData("a.tar.gz")]
    [InlineData("a.tgz")]
    public void Tar_archives_are_unpacked(string name)
    {
        Unpack(Tar(name, new PaxTarEntry(TarEntryType.Directory, "set/"), Entry("set/a.txt", "aa"), Entry("./set/deep/b.txt", "b")));
        Assert.Equal("aa", File.ReadAllText(Path.Combine(Target, "set/a.txt")));
        Assert.Equal("b", File.ReadAllText(Path.Combine(Target, "set/deep/b.txt")));
    }

    [Fact]
    public void Zip_archives_are_unpacked()
    {
        Unpack(Zip("a.zip", ("set/", "", 0), ("set/a.txt", "aa", 0)));
        Assert.Equal("aa", File.ReadAllText(Path.Combine(Target, "set/a.txt")));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("set/../../evil")]
    [InlineData("/tmp/enn-evil")]
    [InlineData("set/..\\..\\evil")]
    [InlineData("C:/evil")]
    public void Paths_out_of_the_folder_are_refused(string name)
    {
        AssertRefused(Tar("a.tar.gz", Entry(name)), "leads out of the folder");
        AssertRefused(Zip("a.zip", (name, "x", 0)), "leads out of the folder");
        Assert.False(File.Exists("/tmp/enn-evil"));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    public void Links_and_devices_are_refused(TarEntryType kind)
    {
        var entry = new PaxTarEntry(kind, "link");
        if (kind != TarEntryType.Fifo) entry.LinkName = "/etc";
        AssertRefused(Tar("a.tar", entry, Entry("link/passwd")), $"is of kind {kind}");
    }

    [Fact]
    public void Links_in_a_zip_are_refused() => AssertRefused(Zip("a.zip", ("link", "/etc", unchecked((int)0xa1ff0000))), "is a link");

    [Fact]
    public void A_file_twice_is_refused() => AssertRefused(Tar("a.tar", Entry("a"), Entry("a")), "occurs twice");

    [Fact]
    public void An_archive_that_swells_is_stopped()
    {
        AssertRefused(Zip("a.zip", ("a", new string('0', 2_000_000), 0)), "above 1000 bytes");
        AssertRefused(Tar("a.tar.gz", Entry("a2", new string('0', 2_000_000))), "above 1000 bytes");
    }

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(_folder[name], content);
        return _folder[name];
    }

    // An entry of one byte below an extended header, as the framework's writer and GNU tar make them.
    private static byte[] Pax(string record, string content = "a") => Samples.Tar(("PaxHeaders/a", 'x', record), ("a", '0', content));

    [Fact]
    public void A_header_that_declares_a_gigabyte_is_refused_before_memory_is_taken()
    {
        var bytes = Pax("18 path=set/b.txt\n");
        Unpack(Write("whole.tar", bytes));
        Assert.Equal("a", File.ReadAllText(Path.Combine(Target, "set/b.txt")));
        "10000000000"u8.CopyTo(bytes.AsSpan(124));
        var path = Write("a.tar", bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(path, "an extended header of 1073741824 bytes");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void A_second_size_in_an_extended_header_is_refused() => AssertRefused(Write("a.tar", Pax("9 size=0\n")), "an extended header that gives a size");

    [Fact]
    public void Names_that_no_folder_can_hold_are_refused()
    {
        AssertRefused(Tar("a.tar", Entry("a"), Entry("a/b")), "lies below a file");
        AssertRefused(Zip("a.zip", ("b", "x", 0), ("b/", "", 0)), "occurs twice");
        AssertRefused(Tar("long.tar", Entry(new string('n', 300))), "a name of more than 255 bytes");
    }

    [Fact]
    public void Damaged_archives_are_refused_or_unpacked_within_the_folder()
    {
        var tar = Samples.Tar(("PaxHeaders/a", 'x', "18 path=set/b.txt\n"), ("set/a.txt", '0', new string('a', 700)), ("b", '0', "b"));
        foreach (var (name, archive) in new[] { ("a.tar.gz", Samples.Gzip(tar)), ("a.tar", tar), ("a.zip", File.ReadAllBytes(Zip("a.zip", ("set/a.txt", "aa", 0), ("b", "b", 0)))) })
            Fuzz.Reader(name, archive, file =>
            {
                var target = Path.Combine(Path.GetDirectoryName(file)!, "out");
                try
                {
                    Archive.Unpack(file, target, 10_000, _ => { }, CancellationToken.None);
                }
                catch (InvalidDataException error) when (error.Message.StartsWith($"{file}: the entry", StringComparison.Ordinal))
                {
                    // Refused by name, as in the tests above.
                }
                finally
                {
                    if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
                }
            }, 150);
    }
}
