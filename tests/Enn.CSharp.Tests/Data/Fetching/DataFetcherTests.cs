using System.IO.Compression;
using System.Runtime.Versioning;
using Enn.Data.Fetching;

namespace Enn.Tests.Data.Fetching;

/// <summary>Fetching from a server that misbehaves, and from mirrors. Whatever happens, a set is either installed and right, or not there.</summary>
[SupportedOSPlatform("linux")]
public sealed class DataFetcherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FaultyServer _server = new();
    private readonly Progress _progress = new();
    private readonly byte[] _content = Samples.Pixels(300_000);

    public DataFetcherTests() => _server.Stored = () => File.Exists(Part) ? new FileInfo(Part).Length : 0;

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    private sealed class Progress : IFetchProgress
    {
        public List<string> Lines { get; } = [];

        public void Starts(string what, long? bytes)
        {
        }

        public void Advances(long bytes)
        {
        }

        public void Says(string line) => Lines.Add(line);
    }

    private string Root => _folder["data"];

    private string Installed => Path.Combine(Root, "toys", "raw", "toys.bin");

    private string Part => Path.Combine(Root, ".fetch", "toys", "downloads", "toys.bin.part");

    private Checksum Sha
    {
        get
        {
            File.WriteAllBytes(_folder["hashed"], _content);
            return Checksum.Of(_folder["hashed"], System.Security.Cryptography.HashAlgorithmName.SHA256);
        }
    }

    private CatalogueEntry Set(bool known = true, params string[] urls) => new("toys", "toys", "toys/raw")
    {
        Homepage = "toys.example", Terms = "free", Needed = ["toys.bin"], InstalledBytes = 300_000,
        Files = [new("toys.bin", urls.Length > 0 ? urls : [_server.Serve("toys.bin", _content)]) { Size = known ? _content.Length : null, Checksum = known ? Sha : null }],
    };

    private CatalogueEntry Zipped(byte[] zip, string name = "toys.zip") => new("toys", "toys", "toys/raw")
    {
        Homepage = "toys.example", Terms = "free", Needed = ["toys.bin"], InstalledBytes = 300_000,
        Files = [new(name, _server.Serve(name, zip)) { UnpackInto = "toys/raw" }],
    };

    private Task<bool> Fetch(CatalogueEntry set, FetchOptions? options = null, CancellationToken cancel = default) =>
        new DataFetcher(Root, options ?? Quick).FetchAsync(set, _progress, cancel);

    private static FetchOptions Quick { get; } = new() { Pause = _ => TimeSpan.Zero, Stall = TimeSpan.FromSeconds(20) };

    private void AssertInstalled()
    {
        Assert.Equal(_content, File.ReadAllBytes(Installed));
        Assert.Equal($"{Sha.Hex}  toys.bin\n", File.ReadAllText(Path.Combine(Root, "toys", "raw", "SHA256SUMS")));
        Assert.False(Directory.Exists(Path.Combine(Root, ".fetch", "toys")));
    }

    private async Task<DataFetchException> AssertRefused(CatalogueEntry set, FetchOptions? options = null)
    {
        var error = await Assert.ThrowsAsync<DataFetchException>(() => Fetch(set, options));
        Assert.False(Directory.Exists(Path.Combine(Root, "toys")));
        Assert.False(Directory.Exists(Path.Combine(Root, ".fetch", "toys", "staging")));
        return error;
    }

    [Fact]
    public async Task A_set_is_installed_once()
    {
        Assert.True(await Fetch(Set()));
        AssertInstalled();
        Assert.False(await Fetch(Set()));
        Assert.Equal([0], _server.Starts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cut_connections_go_on_where_they_broke(bool known)
    {
        _server.Plan(new Fault(CutAfter: 100_000), new Fault(Status: 503), new Fault(CutAfter: 1_000), new Fault(CutAfter: 0));
        await Fetch(Set(known));
        AssertInstalled();
        Assert.Equal([0, 100_000, 100_000, 101_000, 101_000], _server.Starts);
    }

    [Fact]
    public async Task An_interrupted_fetch_goes_on_in_the_next_one()
    {
        using var interrupt = new CancellationTokenSource();
        _server.Plan(new Fault(CutAfter: 200_000, Hang: true));
        var fetch = Fetch(Set(), cancel: interrupt.Token);
        while (_server.Stored() < 200_000) await Task.Delay(5);
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
        Assert.False(Directory.Exists(Path.Combine(Root, "toys")));
        using var other = new FaultyServer();
        await Fetch(Set(known: true, other.Serve("toys.bin", _content)));
        AssertInstalled();
        Assert.Equal([200_000], other.Starts);
    }

    [Fact]
    public async Task A_server_that_sends_all_again_or_another_version_is_taken_at_its_word()
    {
        _server.Plan(new Fault(CutAfter: 100_000), new Fault(IgnoreRange: true));
        await Fetch(Set());
        AssertInstalled();

        Directory.Delete(Root, recursive: true);
        var url = _server.Serve("toys.bin", Samples.Pixels(300_000, seed: 5));
        _server.Plan(new Fault(CutAfter: 100_000), new Fault(Status: 404));
        await Assert.ThrowsAsync<DataFetchException>(() => Fetch(Set(known: false, url)));
        _server.Serve("toys.bin", _content);
        _server.Version = "\"two\"";
        await Fetch(Set(known: false, url));
        AssertInstalled();
    }

    [Fact]
    public async Task A_connection_that_brings_nothing_is_given_up()
    {
        _server.Plan(new Fault(CutAfter: 100_000, Hang: true));
        using var other = new FaultyServer();
        await Fetch(Set(known: true, _server.Serve("toys.bin", _content), other.Serve("toys.bin", _content)), Quick with { Stall = TimeSpan.FromSeconds(2), Attempts = 1 });
        AssertInstalled();
        Assert.Contains(_progress.Lines, line => line.Contains("nothing came for 2 seconds", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_bytes_are_never_installed_and_the_next_address_is_tried()
    {
        byte[] wrong = [.. _content];
        wrong[200_000] ^= 4;
        var url = _server.Serve("toys.bin", _content);
        _server.Plan(new Fault(Content: wrong));
        var error = await AssertRefused(Set(known: true, url));
        Assert.Contains("the checksum differs: expected SHA256 " + Sha.Hex, error.Message);
        Assert.False(File.Exists(Part));
        _server.Plan(new Fault(Content: wrong));
        await Fetch(Set(known: true, url, url));
        AssertInstalled();
    }

    [Fact]
    public async Task A_file_of_another_length_is_refused() =>
        Assert.Contains("the file has 1000 bytes, where 300000 are expected", (await AssertRefused(Set(known: true, _server.Serve("toys.bin", _content[..1_000])))).Message);

    [Fact]
    public async Task What_is_not_there_is_said_with_the_address_and_a_way_out()
    {
        var error = await AssertRefused(Set(known: true, _server.Address + "nowhere"));
        Assert.Contains($"{_server.Address}nowhere: the server answers 404", error.Message);
        Assert.Contains("--from FOLDER", error.Message);
        Assert.Single(_server.Starts);
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_given_up_after_five_attempts()
    {
        _server.Plan([.. Enumerable.Repeat(new Fault(Status: 500), 9)]);
        Assert.Contains("500", (await AssertRefused(Set())).Message);
        Assert.Equal(5, _server.Starts.Count);
    }

    [Fact]
    public async Task A_full_disk_is_noticed_before_the_download()
    {
        var error = await AssertRefused(Set() with { InstalledBytes = 1_000_000 }, Quick with { FreeBytes = _ => 67_000_000 });
        Assert.Contains("toys needs 68 MB", error.Message);
        Assert.Contains("67 MB free", error.Message);
        Assert.Empty(_server.Starts);
    }

    [Fact]
    public async Task A_disk_that_fills_up_during_the_download_ends_it_with_the_reason()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Part)!);
        File.CreateSymbolicLink(Part, "/dev/full");
        var error = await AssertRefused(Set());
        Assert.Contains($"cannot write {Part}: No space left", error.Message);
        Assert.Single(_server.Starts);
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        Directory.CreateDirectory(Path.Combine(Root, "toys", "raw"));
        File.WriteAllText(Path.Combine(Root, "toys", "raw", "mine.txt"), "mine");
        var error = await Assert.ThrowsAsync<DataFetchException>(() => Fetch(Set()));
        Assert.Contains("missing: toys.bin", error.Message);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Root, "toys", "raw", "mine.txt")));
        Assert.Empty(_server.Starts);
    }

    [Fact]
    public async Task Two_fetches_of_one_set_do_not_meet()
    {
        var work = Path.Combine(Root, ".fetch", "toys");
        Directory.CreateDirectory(work);
        using (new FileStream(Path.Combine(work, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Assert.Contains("another process", (await Assert.ThrowsAsync<DataFetchException>(() => Fetch(Set()))).Message);
        await Fetch(Set());
        AssertInstalled();
    }

    [Theory]
    [InlineData("toys.bin")]
    [InlineData("toys/toys.bin")]
    [InlineData("toys/raw/toys.bin")]
    public async Task A_mirror_holds_publishers_files_or_installed_sets(string name)
    {
        var path = Path.Combine(_folder["mirror"], name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, _content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        await Fetch(Set(), Quick with { Mirror = _folder["mirror"], MirrorOnly = true });
        AssertInstalled();
        Assert.Empty(_server.Starts);
        Assert.Equal(_content, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task A_mirror_may_unpack_sets_with_a_program_of_its_own()
    {
        Directory.CreateDirectory(Path.Combine(_folder["mirror"], "toys"));
        File.WriteAllBytes(Path.Combine(_folder["mirror"], "toys", "packed"), _content);
        var program = Path.Combine(_folder["mirror"], "unpack");
        File.WriteAllText(program, "#!/bin/sh\nmkdir -p \"$1/toys/raw\" && cp \"$(dirname \"$0\")/$2/packed\" \"$1/toys/raw/toys.bin\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await Fetch(Set(), Quick with { Mirror = _folder["mirror"], MirrorOnly = true });
        AssertInstalled();

        Directory.Delete(Root, recursive: true);
        File.Delete(program);
        File.WriteAllText(program, "#!/bin/sh\necho no djxl here >&2; exit 3\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Contains("fails with status 3: no djxl here", (await AssertRefused(Set(), Quick with { Mirror = _folder["mirror"] })).Message);
    }

    [Fact]
    public async Task What_a_mirror_has_wrong_or_not_at_all_is_said()
    {
        Directory.CreateDirectory(_folder["mirror"]);
        Assert.Contains("has neither toys/raw nor toys.bin", (await AssertRefused(Set(), Quick with { Mirror = _folder["mirror"], MirrorOnly = true })).Message);
        Assert.Contains("is not there", (await AssertRefused(Set(), Quick with { Mirror = _folder["nowhere"] })).Message);
        File.WriteAllBytes(Path.Combine(_folder["mirror"], "toys.bin"), Samples.Pixels(300_000, seed: 9));
        Assert.Contains("the checksum differs", (await AssertRefused(Set(), Quick with { Mirror = _folder["mirror"] })).Message);
        File.Delete(Path.Combine(_folder["mirror"], "toys.bin"));
        await Fetch(Set(), Quick with { Mirror = _folder["mirror"] });
        AssertInstalled();
    }

    [Fact]
    public async Task Sets_that_need_an_account_are_explained()
    {
        var error = await AssertRefused(Set() with { Files = [], ByHand = "Ask the owner." });
        Assert.Equal("toys: no program may fetch it. Ask the owner.", error.Message);
    }

    [Fact]
    public async Task An_archive_is_unpacked_and_a_damaged_one_is_forgotten()
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("toys.bin").Open()) entry.Write(_content);
        var good = target.ToArray();
        byte[] damaged = [.. good];
        damaged[150_000] ^= 1;
        _server.Plan(new Fault(Content: damaged));
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Fetch(Zipped(good)));
        Assert.Contains("toys.zip", error.Message);
        Assert.False(Directory.Exists(Path.Combine(Root, "toys")));
        await Fetch(Zipped(good));
        AssertInstalled();
    }

    [Fact]
    public async Task Verify_finds_one_flipped_bit()
    {
        await Fetch(Set());
        var (set, home) = (Set() with { Files = [], Contents = new Dictionary<string, Checksum>() }, Path.Combine(Root, "toys", "raw"));
        Assert.Equal((1, 0), (DataVerifier.Verify(set, home).Files, DataVerifier.Verify(set, home).Problems.Count));
        foreach (var (at, bit) in new[] { (0, 0), (123_456, 5), (299_999, 7) })
        {
            byte[] flipped = [.. _content];
            flipped[at] ^= (byte)(1 << bit);
            File.WriteAllBytes(Installed, flipped);
            Assert.Contains("toys.bin differs from its checksum SHA256", Assert.Single(DataVerifier.Verify(set, home).Problems));
            // Also where somebody wrote the list anew: the publisher's checksum stands.
            File.Delete(Path.Combine(home, "SHA256SUMS"));
            Assert.True(DataVerifier.Record(home));
            Assert.Empty(DataVerifier.Verify(set, home).Problems);
            Assert.Single(DataVerifier.Verify(Set(), home).Problems);
            Assert.False(DataVerifier.Record(home));
            File.WriteAllBytes(Installed, _content);
            Assert.NotEmpty(DataVerifier.Verify(set, home).Problems);
            File.WriteAllText(Path.Combine(home, "SHA256SUMS"), $"{Sha.Hex}  toys.bin\n");
        }
        File.Delete(Installed);
        Assert.Equal(["toys.bin is missing"], DataVerifier.Verify(set, home).Problems);
        File.WriteAllText(Path.Combine(home, "SHA256SUMS"), "00  ../../outside\n");
        Assert.Contains("line 1", DataVerifier.Verify(set, home).Problems[0]);
    }
}
