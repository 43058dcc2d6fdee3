using System.Net;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Enn.Notebooks.Report;

/// <summary>Text as HTML: Markdown with equations as notebooks write it, and plain text.</summary>
internal static partial class Markup
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseMathematics().UseAutoIdentifiers().UseEmphasisExtras().UseAutoLinks().UseFootnotes().UseTaskLists().Build();

    /// <summary>A heading of a text.</summary>
    internal sealed record Heading(int Level, string Id, string Text);

    internal static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Markdown as HTML, with its headings. Links between notebooks become links between pages.</summary>
    /// <param name="text">The Markdown.</param>
    /// <param name="folder">The way from the page's folder to the one that links start from.</param>
    internal static (string Html, IReadOnlyList<Heading> Headings) Markdown(string text, string folder = "")
    {
        var document = Markdig.Markdown.Parse(text, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToArray())
        {
            // A page of the report asks no server for anything: a picture from elsewhere becomes a link to it.
            if (link.IsImage && link.Url is { } source && IsElsewhere(source)) link.IsImage = false;
            link.Url = link.Url is { } url ? Target(url, folder) : null;
        }
        foreach (var equation in document.Descendants<MathInline>().Where(math => math.DelimiterCount == 2)) equation.GetAttributes().AddClass("display");
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        var headings = document.Descendants<HeadingBlock>().Select(block => new Heading(block.Level, Id(block), Plain(block.Inline)));
        return (RaisedT().Replace(WithoutScripts(writer.ToString()), "<sup>T</sup>"), [.. headings]);
    }

    /// <summary>Text of <see cref="Heading"/> or <see cref="FirstParagraph"/> as HTML, with its equations.</summary>
    internal static string WithEquations(string text) => RaisedT().Replace(Equation().Replace(Escape(text), "<span class=\"math\">$0</span>"), "<sup>T</sup>");

    /// <summary>The first paragraph of a text that says something (one in italics names authors), without its markup but with its equations.</summary>
    internal static string? FirstParagraph(string text) =>
        Markdig.Markdown.Parse(text, Pipeline).OfType<ParagraphBlock>().Where(block => block.Inline?.FirstChild is not EmphasisInline { NextSibling: null }).Select(block => Plain(block.Inline)).FirstOrDefault();

    /// <summary>HTML of an output. Its scripts stay behind: the report has its own.</summary>
    internal static string WithoutScripts(string html) => Script().Replace(html, "");

    private static string Id(HeadingBlock block) => block.GetAttributes().Id ?? "";

    private static string Plain(ContainerInline? inlines) => inlines is null ? "" : string.Concat(inlines.Descendants().Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        MathInline math => $"\\({math.Content}\\)",
        LineBreakInline => " ",
        _ => "",
    }));

    private static bool IsElsewhere(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" || url.StartsWith("//", StringComparison.Ordinal);

    // A notebook of the same folder is a page of the same folder; all else is found from where the notebook lies.
    private static string Target(string url, string folder)
    {
        if (url.Length == 0 || url[0] is '#' or '/' || Scheme().IsMatch(url)) return url;
        if (!url.Contains('/', StringComparison.Ordinal) && Notebook().IsMatch(url)) return Notebook().Replace(url, ".html");
        // One step up takes back one step down.
        while (url.StartsWith("../", StringComparison.Ordinal) && StepDown().Match(folder) is { Success: true } step) (url, folder) = (url[3..], folder[..step.Index]);
        return folder + url;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(?<=^|/)(?!\.\./)[^/]+/$")]
    private static partial Regex StepDown();

    [GeneratedRegex(@"\.ipynb(?=$|#)")]
    private static partial Regex Notebook();

    [GeneratedRegex(@"\\\(.*?\\\)")]
    private static partial Regex Equation();

    // Few fonts have one, and one from another font would stand out. Within a tag it stays.
    [GeneratedRegex("ᵀ(?![^<]*>)")]
    private static partial Regex RaisedT();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Script();
}
