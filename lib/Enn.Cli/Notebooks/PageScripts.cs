using Enn.Notebooks.Web;

namespace Enn.Cli;

/// <summary>The scripts of pages, in artifacts/web. Without them pages are plainer, and nothing else is lost: what cannot be fetched is told, and work goes on.</summary>
internal static class PageScripts
{
    /// <summary>The folder with plotly.min.js; null where it cannot be had.</summary>
    internal static Task<string?> PlotlyAsync(TextWriter output, CancellationToken cancel) => FindAsync(WebPackage.Plotly, "charts stay static pictures", output, cancel);

    /// <summary>The folder with katex.min.js; null where it cannot be had.</summary>
    internal static Task<string?> KatexAsync(TextWriter output, CancellationToken cancel) => FindAsync(WebPackage.Katex, "equations stay TeX", output, cancel);

    private static async Task<string?> FindAsync(WebPackage package, string without, TextWriter output, CancellationToken cancel)
    {
        try
        {
            return await package.EnsureAsync(Repository.Below("artifacts", "web"), cancel);
        }
        catch (IOException e)
        {
            output.WriteLine($"{e.Message}; {without}");
            return null;
        }
    }
}
