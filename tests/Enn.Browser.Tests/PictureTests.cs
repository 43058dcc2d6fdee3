using System.Buffers.Binary;
using Enn.Interop;

namespace Enn.Browser.Tests;

/// <summary>Charts as PNG files.</summary>
public sealed class PictureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn pictures ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [BrowserFact]
    public void A_chart_is_saved_with_two_pixels_for_each_of_its_own()
    {
        var file = Path.Combine(_folder, "a chart.png");
        var chart = ChartStyle.Chart.withSize(600, 300, ChartModule.bar(["a", "b"], [1, 2]));
        ChartFile.Chart.savePng(file, chart);
        var png = File.ReadAllBytes(file);
        Assert.Equal((byte[])[0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.Equal((1200, 600), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        // An empty page of this size packs into a few thousand bytes.
        Assert.True(png.Length > 6_000, $"{png.Length} bytes");
    }
}
