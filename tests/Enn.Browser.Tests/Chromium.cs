using Microsoft.Playwright;

namespace Enn.Browser.Tests;

/// <summary>Debian's Chromium, and a page whose errors and requests are noted.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        // Where all tests of a class are skipped, its fixture is made nevertheless.
        if (Tools.Find("chromium") is not { } program) return;
        _playwright = await Playwright.CreateAsync();
        string[] arguments = Environment.UserName == "root" ? ["--no-sandbox"] : [];
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = arguments });
    }

    internal async Task<WatchedPage> OpenAsync(string address, BrowserNewPageOptions? options = null)
    {
        var page = await _browser!.NewPageAsync(options);
        page.SetDefaultTimeout(60_000);
        var watched = new WatchedPage(page);
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.Load });
        return watched;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>A page, its requests, and what it complained about.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly List<string> _problems = [], _requests = [];

    internal WatchedPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Note(_problems, message.Type == "error" ? message.Text : null);
        page.PageError += (_, error) => Note(_problems, error);
        page.Request += (_, request) => Note(_requests, request.Url);
    }

    internal IPage Page { get; }

    /// <summary>Errors on the console and exceptions that nothing caught.</summary>
    internal IReadOnlyList<string> Problems => Copy(_problems);

    internal IReadOnlyList<string> Requests => Copy(_requests);

    private static void Note(List<string> list, string? entry)
    {
        if (entry is null) return;
        lock (list) list.Add(entry);
    }

    private static string[] Copy(List<string> list)
    {
        lock (list) return [.. list];
    }

    public async ValueTask DisposeAsync() => await Page.CloseAsync();
}
