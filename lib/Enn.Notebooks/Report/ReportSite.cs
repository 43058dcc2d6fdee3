using Enn.Experiments;
using Enn.Notebooks.Runner;

namespace Enn.Notebooks.Report;

/// <summary>The report: pages that open from disk, without a server, and ask none for anything.</summary>
public static class ReportSite
{
    private static readonly string[] OwnAssets = ["report.css", "report.js"];

    /// <summary>Writes the site, replacing an older one.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="notebooks">The .ipynb files, in the order of their pages; their outputs are shown as saved.</param>
    /// <param name="papers">The papers whose tables are shown.</param>
    /// <param name="results">The folder of recorded runs.</param>
    /// <param name="plotly">The folder of plotly.min.js; null: figures stay static pictures.</param>
    /// <param name="katex">The folder of katex.min.js; null: equations stay TeX.</param>
    /// <returns>The first page.</returns>
    /// <exception cref="InvalidDataException">A file is no notebook.</exception>
    /// <exception cref="IOException">The folder holds pages that are no report; they are left as they are.</exception>
    public static string Write(string folder, IEnumerable<string> notebooks, IEnumerable<IPaper> papers, string results, string? plotly, string? katex)
    {
        var pages = notebooks.Select(file => new NotebookPage(NotebookFile.Read(file), Path.GetFullPath(folder))).ToArray();
        var assets = Path.Combine(folder, "assets");
        if (!File.Exists(Path.Combine(assets, OwnAssets[^1])) && (Directory.Exists(assets) || Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.html").Any()))
            throw new IOException($"{folder} holds pages of something else, which a report would replace: choose an empty folder");
        if (Directory.Exists(assets)) Directory.Delete(assets, recursive: true);
        Directory.CreateDirectory(assets);
        foreach (var old in Directory.GetFiles(folder, "*.html")) File.Delete(old);
        foreach (var asset in OwnAssets)
        {
            using var from = typeof(ReportSite).Assembly.GetManifestResourceStream(asset)!;
            using var to = File.Create(Path.Combine(assets, asset));
            from.CopyTo(to);
        }
        if (plotly is not null) Copy(plotly, assets);
        if (katex is not null) Copy(katex, assets);
        var page = new Page(plotly is not null, katex is not null);
        for (var i = 0; i < pages.Length; i++)
            File.WriteAllText(Path.Combine(folder, pages[i].FileName), pages[i].Html(page, pages.ElementAtOrDefault(i - 1), pages.ElementAtOrDefault(i + 1)));
        var index = Path.Combine(folder, "index.html");
        File.WriteAllText(index, IndexPage.Html(page, pages, papers, results));
        return index;
    }

    // Licences go with what they cover.
    private static void Copy(string package, string assets)
    {
        foreach (var file in Directory.GetFiles(package, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(package, file);
            var target = Path.Combine(assets, name == "LICENSE" ? $"LICENSE.{Path.GetFileName(package)}.txt" : name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
