using System.Text.RegularExpressions;
using Enn.Cli;
using Enn.Experiments;
using Enn.Notebooks.Report;
using Enn.Notebooks.Runner;
using Enn.Notebooks.Web;
using Microsoft.Playwright;

namespace Enn.Browser.Tests;

/// <summary>The report, opened from disk.</summary>
public sealed class ReportTests(Chromium browser) : IClassFixture<Chromium>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn report ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> WriteAsync(bool scripts, params string[] notebooks) => ReportSite.Write(_folder, notebooks, Papers.All, Repository.Below("results"),
        scripts ? await WebPackage.Plotly.EnsureAsync(Tools.Packages, CancellationToken.None) : null, scripts ? await WebPackage.Katex.EnsureAsync(Tools.Packages, CancellationToken.None) : null);

    private string Sample()
    {
        var file = SampleNotebook.Write(_folder);
        Assert.Null(NotebookRunner.Run(file, false, (_, _) => { }, default).Failure);
        return file;
    }

    private static void HoldsItsPeace(WatchedPage watched)
    {
        Assert.Empty(watched.Problems);
        Assert.All(watched.Requests, address => Assert.Matches("^(file|data|blob):", address));
    }

    [BrowserFact]
    public async Task Every_page_shows_its_tables_figures_and_equations_and_asks_no_server()
    {
        string[] notebooks = [.. NotebooksCommand.All(), Sample()];
        var index = await WriteAsync(true, notebooks);
        await using (var first = await browser.OpenAsync("file://" + index))
        {
            Assert.Equal(notebooks.Length, await first.Page.Locator(".cards a").CountAsync());
            await first.Page.Locator("table.results:visible").First.WaitForAsync();
            HoldsItsPeace(first);
        }
        foreach (var notebook in notebooks)
        {
            await using var watched = await browser.OpenAsync("file://" + Path.Combine(_folder, Path.GetFileNameWithoutExtension(notebook) + ".html"));
            var page = watched.Page;
            var figures = Regex.Count(File.ReadAllText(notebook), "\"application/vnd.plotly.v1\\+json\"");
            await page.WaitForFunctionAsync("count => [...document.querySelectorAll('figure.chart')].filter(figure => figure.querySelector('.js-plotly-plot .main-svg') && !figure.querySelector('img')).length === count", figures);
            Assert.Equal(await page.Locator(".math").CountAsync(), await page.Locator(".math:has(.katex)").CountAsync());
            Assert.Equal(0, await page.Locator(".katex-error").CountAsync());
            HoldsItsPeace(watched);
        }
    }

    [BrowserFact]
    public async Task A_figure_of_every_kind_is_drawn()
    {
        await WriteAsync(true, Sample());
        await using var watched = await browser.OpenAsync("file://" + Path.Combine(_folder, "sample.html"));
        foreach (var mark in new[] { ".scatterlayer .trace", ".barlayer .trace", ".heatmaplayer image", ".imagelayer image", ".table" })
            await watched.Page.Locator("figure.chart " + mark).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        HoldsItsPeace(watched);
    }

    [BrowserFact]
    public async Task Without_the_scripts_pictures_and_TeX_are_shown()
    {
        await WriteAsync(false, Sample());
        await using var watched = await browser.OpenAsync("file://" + Path.Combine(_folder, "sample.html"));
        var pictures = await watched.Page.EvaluateAsync<int[]>("() => [...document.querySelectorAll('figure.chart img')].map(image => image.naturalWidth)");
        Assert.NotEmpty(pictures);
        Assert.All(pictures, width => Assert.True(width > 0));
        Assert.Contains("\\alpha", await watched.Page.Locator(".math").First.InnerTextAsync());
        HoldsItsPeace(watched);
    }

    // Of four heat maps beside each other, from the left: maps and colour bars that begin before the one before them ends.
    private const string Overlaps = """
        () => {
          const figure = [...document.querySelectorAll('figure.chart')].find(figure => figure.querySelectorAll('.heatmaplayer image').length === 4);
          const parts = [...figure.querySelectorAll('.heatmaplayer image, .colorbar')].map(part => part.getBoundingClientRect()).sort((a, b) => a.left - b.left);
          return parts.length < 8 ? -1 : parts.slice(1).filter((part, i) => part.left < parts[i].right - 1).length;
        }
        """;

    [BrowserFact]
    public async Task It_fits_a_phone_and_follows_the_colour_scheme()
    {
        var index = await WriteAsync(true, Sample());
        var colours = new List<string>();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var file in new[] { index, Path.Combine(_folder, "sample.html") })
            {
                await using var watched = await browser.OpenAsync("file://" + file, new() { ColorScheme = scheme, ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true });
                if (file != index) await watched.Page.Locator(".main-svg").First.WaitForAsync();
                Assert.Equal(390, await watched.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
                if (file != index) Assert.Equal(0, await watched.Page.EvaluateAsync<int>(Overlaps));
                colours.Add(await watched.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
                HoldsItsPeace(watched);
            }
        }
        Assert.Equal(colours[0], colours[1]);
        Assert.NotEqual(colours[1], colours[2]);
    }
}
