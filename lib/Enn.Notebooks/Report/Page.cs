using System.Text;

namespace Enn.Notebooks.Report;

/// <summary>What all pages share: head, navigation, the report's own style and scripts.</summary>
/// <param name="HasPlotly">plotly.js lies in the folder of assets.</param>
/// <param name="HasKatex">KaTeX lies in the folder of assets.</param>
internal sealed record Page(bool HasPlotly, bool HasKatex)
{
    // What a notebook holds may be anyone's: nothing on a page reaches another server, and no script runs but the files beside it, whatever its HTML says.
    // Plotly compiles the shaders' code of its WebGL traces at run time, and sets styles; KaTeX sets styles.
    private const string Policy = "default-src 'none'; script-src 'self' file: 'unsafe-eval'; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data: blob:; font-src 'self' file: data:";

    /// <param name="title">The page's title.</param>
    /// <param name="body">Its HTML.</param>
    internal string Html(string title, string body)
    {
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append("<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n").Append($"<title>{Markup.Escape(title)}</title>\n");
        if (HasKatex) page.Append("<link rel=\"stylesheet\" href=\"assets/katex.min.css\">\n");
        page.Append("<link rel=\"stylesheet\" href=\"assets/report.css\">\n");
        if (HasKatex && body.Contains("class=\"math\"", StringComparison.Ordinal)) page.Append("<script defer src=\"assets/katex.min.js\"></script>\n");
        if (HasPlotly && body.Contains("class=\"chart\"", StringComparison.Ordinal)) page.Append("<script defer src=\"assets/plotly.min.js\"></script>\n");
        return page.Append("<script defer src=\"assets/report.js\"></script>\n</head>\n<body>\n").Append(body).Append("</body>\n</html>\n").ToString();
    }
}
