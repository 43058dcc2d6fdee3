using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Enn.Notebooks.Web;

namespace Enn.Notebooks.Tests;

/// <summary>Scripts fetched from a registry that the test plays.</summary>
public sealed class WebPackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn web ").FullName;
    private readonly string? _before = Environment.GetEnvironmentVariable("npm_config_registry");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("npm_config_registry", _before);
        Directory.Delete(_folder, recursive: true);
    }

    private static byte[] Archive()
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(new GZipStream(bytes, CompressionLevel.Fastest)))
            foreach (var name in new[] { "package/LICENSE", "package/dist/a.min.js", "package/dist/fonts/f.woff2", "package/README.md" })
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(name)) });
        return bytes.ToArray();
    }

    private static WebPackage Package(byte[] archive) => new("a", "1.2.3", Convert.ToHexStringLower(SHA256.HashData(archive)), "^package/(?:dist/)?(a\\.min\\.js|fonts/.*|LICENSE)$");

    // A registry that answers one request.
    private static async Task<string> ServeAsync(TcpListener listener, byte[] content)
    {
        using var client = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
        var request = (await reader.ReadLineAsync())!;
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
        }
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n"));
        await client.GetStream().WriteAsync(content);
        return request;
    }

    private async Task<(string Request, string[] Files)> FetchAsync(WebPackage package, byte[] served)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Environment.SetEnvironmentVariable("npm_config_registry", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var serving = ServeAsync(listener, served);
        var folder = await package.EnsureAsync(_folder, CancellationToken.None);
        return (await serving, [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public async Task A_package_is_fetched_once_and_what_pages_need_is_kept()
    {
        var archive = Archive();
        var (request, files) = await FetchAsync(Package(archive), archive);
        Assert.StartsWith("GET /a/-/a-1.2.3.tgz ", request);
        Assert.Equal(["LICENSE", "a.min.js", "fonts/f.woff2"], files);
        // Nobody listens any more.
        Assert.Equal(Path.Combine(_folder, "a-1.2.3"), await Package(archive).EnsureAsync(_folder, CancellationToken.None));
        Assert.Equal("package/dist/a.min.js", File.ReadAllText(Path.Combine(_folder, "a-1.2.3", "a.min.js")));
    }

    [Fact]
    public async Task Another_file_than_the_chosen_one_is_refused_and_nothing_is_left()
    {
        var problem = await Assert.ThrowsAsync<IOException>(() => FetchAsync(Package(Archive()), Encoding.UTF8.GetBytes("something else")));
        Assert.Contains("SHA-256", problem.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("no address")]
    public async Task A_registry_that_does_not_answer_is_named_with_the_way_to_another(string registry)
    {
        Environment.SetEnvironmentVariable("npm_config_registry", registry);
        var problem = await Assert.ThrowsAsync<IOException>(() => WebPackage.Plotly.EnsureAsync(_folder, CancellationToken.None));
        Assert.Contains($"{registry}/plotly.js-dist-min/-/plotly.js-dist-min-", problem.Message);
        Assert.Contains("npm_config_registry", problem.Message);
    }
}
