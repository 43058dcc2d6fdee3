using Enn.Notebooks.Web;

namespace Enn.Browser.Tests;

/// <summary>A test that needs Chromium, Jupyter and plotly.js: skipped where one is missing, unless ENN_BROWSER_TESTS is set, as continuous integration sets it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Missing = new(FindMissing);

    public BrowserFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ENN_BROWSER_TESTS"))) Skip = Missing.Value;
    }

    private static string? FindMissing()
    {
        if (Tools.Find("chromium") is null || Tools.Find("jupyter-notebook") is null)
            return "needs chromium and jupyter-notebook on PATH (Debian's packages of these names); ENN_BROWSER_TESTS=1 ./enn test installs them";
        try
        {
            foreach (var package in new[] { WebPackage.Plotly, WebPackage.Katex }) package.EnsureAsync(Tools.Packages, CancellationToken.None).GetAwaiter().GetResult();
            return null;
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}
