using System.Text.RegularExpressions;
using Enn.Cli;
using Microsoft.Playwright;

namespace Enn.Browser.Tests;

/// <summary>Jupyter Notebook in a browser, with our kernel behind it.</summary>
public sealed class JupyterTests(Chromium browser) : IClassFixture<Chromium>
{
    [BrowserFact]
    public async Task The_tour_runs_with_live_figures_a_loop_is_stopped_and_a_restart_starts_anew()
    {
        await using var server = new JupyterServer();
        await using var watched = await browser.OpenAsync(await server.StartAsync(Repository.Below("notebooks", "00-tour.ipynb")));
        var page = watched.Page;
        await IdleAsync(page);

        // What another program saved is not trusted: no script runs, and the static pictures are shown.
        var before = await page.Locator(".main-svg").CountAsync();
        var pictures = await page.EvaluateAsync<int[]>("() => [...document.querySelectorAll('.output img')].filter(image => image.src.startsWith('data:image/svg+xml')).map(image => image.naturalWidth)");
        Assert.NotEmpty(pictures);
        Assert.All(pictures, width => Assert.True(width > 0));
        await page.EvaluateAsync("Jupyter.notebook.execute_all_cells()");
        await page.Locator("[data-enn-chart] .main-svg").First.WaitForAsync();
        await IdleAsync(page);
        Assert.Equal(0, before);
        Assert.Equal(0, await page.Locator(".output_error").CountAsync());

        await RunAsync(page, "let kept = 41");
        var loop = await RunAsync(page, "printfn \"it turns\"\nwhile true do ()", wait: false);
        await loop.Filter(new() { HasText = "it turns" }).WaitForAsync();
        await page.Locator(Button("interrupt-kernel")).First.ClickAsync();
        await loop.Locator(".output_error").Filter(new() { HasText = "Interrupted" }).WaitForAsync();
        await (await RunAsync(page, "kept + 1")).Filter(new() { HasText = "42" }).WaitForAsync();

        await page.Locator(Button("confirm-restart-kernel")).First.ClickAsync();
        await page.Locator(".modal-dialog button.btn-danger").ClickAsync();
        await page.Locator(".modal-dialog").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await IdleAsync(page);
        await (await RunAsync(page, "kept + 2")).Locator(".output_error").Filter(new() { HasText = "kept" }).WaitForAsync();
        await (await RunAsync(page, "20 + 3")).Filter(new() { HasText = "23" }).WaitForAsync();

        Assert.Contains(watched.Requests, address => address.EndsWith("/kernelspecs/enn-fsharp/plotly.min.js", StringComparison.Ordinal));
        Assert.All(watched.Requests, address => Assert.Matches($"^({Regex.Escape(server.Address)}|(data|blob|about):)", address));
    }

    private static string Button(string action) => $"[data-jupyter-action='jupyter-notebook:{action}']";

    private static Task<IJSHandle> IdleAsync(IPage page) => page.WaitForFunctionAsync(
        "() => { const kernel = window.Jupyter?.notebook?.kernel; return kernel && kernel.is_connected() && kernel.info_reply?.status === 'ok' && document.querySelector('.kernel_idle_icon') && !document.querySelector('.cell.running'); }",
        null, new() { Timeout = 240_000 });

    // A new cell at the end.
    private static async Task<ILocator> RunAsync(IPage page, string code, bool wait = true)
    {
        await page.EvaluateAsync("code => { const cell = Jupyter.notebook.insert_cell_at_bottom('code'); cell.set_text(code); cell.execute(); }", code);
        if (wait) await IdleAsync(page);
        return page.Locator(".cell").Last.Locator(".output_wrapper");
    }
}
