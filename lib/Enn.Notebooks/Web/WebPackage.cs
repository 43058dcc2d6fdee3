using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Enn.Notebooks.Web;

/// <summary>
/// Scripts of pages, as npm's registry has them: one pinned version, fetched once, its SHA-256 compared. Pages get a copy, so that none asks another server.
/// </summary>
/// <param name="Name">The package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">The checksum of the package's file, in hexadecimal digits.</param>
/// <param name="Files">Which of its files are kept: a pattern of their paths, whose first group is the path that they get.</param>
public sealed record WebPackage(string Name, string Version, string Sha256, string Files)
{
    private const string PublicRegistry = "https://registry.npmjs.org";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The charts of cells. The whole bundle: the smaller ones have no tables.</summary>
    public static WebPackage Plotly { get; } = new("plotly.js-dist-min", "4.1.2", "4d4a67f627e33fa3b5296134210d5ba51e5312d7d287436fcc29eb533018e1b8", "^package/(plotly\\.min\\.js|LICENSE)$");

    /// <summary>The equations of the report (Jupyter brings its own).</summary>
    public static WebPackage Katex { get; } = new("katex", "0.19.1", "24da5a599eb2fcede2e270b99a6ff48bca816beecc95feeb84e8cccbd1bb34fd",
        "^package/(?:dist/)?(katex\\.min\\.(?:js|css)|fonts/[^/]+\\.woff2|LICENSE)$");

    /// <summary>npm's registry, or the mirror that npm is told to use: the variable npm_config_registry, or the line registry= in ~/.npmrc.</summary>
    public static string Registry
    {
        get
        {
            if (Environment.GetEnvironmentVariable("npm_config_registry") is { Length: > 0 } chosen) return chosen.TrimEnd('/');
            var settings = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".npmrc");
            var line = File.Exists(settings) ? File.ReadLines(settings).Select(text => Regex.Match(text, @"^\s*registry\s*=\s*(\S+)")).FirstOrDefault(match => match.Success) : null;
            return line is null ? PublicRegistry : line.Groups[1].Value.TrimEnd('/');
        }
    }

    /// <summary>Where the package's file is.</summary>
    public string Address => $"{Registry}/{Name}/-/{Name}-{Version}.tgz";

    /// <summary>The folder that the package's files get in a folder of packages.</summary>
    public string FolderIn(string packages) => Path.Combine(packages, $"{Name}-{Version}");

    /// <summary>Fetches the package if it is not there.</summary>
    /// <param name="packages">The folder of packages.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The folder of the package's files.</returns>
    /// <exception cref="IOException">It cannot be fetched or written, or is not what it was when it was chosen.</exception>
    public async Task<string> EnsureAsync(string packages, CancellationToken cancel)
    {
        var folder = FolderIn(packages);
        if (Directory.Exists(folder)) return folder;
        var archive = await FetchAsync(cancel);
        var found = Convert.ToHexStringLower(SHA256.HashData(archive));
        if (found != Sha256) throw new IOException($"{Address} is not the file that was chosen: its SHA-256 is {found}, not {Sha256}");
        // Complete or not there: another process may fetch the same.
        var part = $"{folder}.{Environment.ProcessId}.part";
        Unpack(archive, part);
        try
        {
            Directory.Move(part, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(part, recursive: true);
        }
        return folder;
    }

    private async Task<byte[]> FetchAsync(CancellationToken cancel)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            return await client.GetByteArrayAsync(new Uri(Address), cancel);
        }
        catch (Exception e) when (e is HttpRequestException or UriFormatException or NotSupportedException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            throw new IOException($"{Name} {Version} could not be fetched from {Address}: {e.Message} (a mirror: npm_config_registry=<address>)", e);
        }
    }

    private void Unpack(byte[] archive, string folder)
    {
        using var reader = new TarReader(new GZipStream(new MemoryStream(archive), CompressionMode.Decompress));
        while (reader.GetNextEntry() is { } entry)
        {
            var name = Regex.Match(entry.Name, Files);
            if (!name.Success || entry.DataStream is null) continue;
            var target = Path.Combine(folder, name.Groups[1].Value);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            entry.ExtractToFile(target, overwrite: true);
        }
    }
}
