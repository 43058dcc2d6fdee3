using System.Text.Json.Nodes;
using Enn.Experiments;
using Enn.Notebooks.Report;
using Enn.Notebooks.Runner;

namespace Enn.Notebooks.Tests;

/// <summary>The report's pages as text; a browser looks at them in Enn.Browser.Tests.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn report ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("$a < b$", "<span class=\"math\">\\(a &lt; b\\)</span>")]
    [InlineData("$$a$$", "<span class=\"math display\">\\(a\\)</span>")]
    [InlineData("$$\na\n$$", "<div class=\"math\">\n\\[\na\n\\]</div>")]
    [InlineData("[next](05-x.ipynb#part)", "href=\"05-x.html#part\"")]
    [InlineData("[page](../docs/x.md#a)", "href=\"../../docs/x.md#a\"")]
    [InlineData("[page](../../x.md)", "href=\"../../../x.md\"")]
    [InlineData("[data](rows.csv)", "href=\"../../notebooks/rows.csv\"")]
    [InlineData("[part](#part)", "href=\"#part\"")]
    [InlineData("[mail](mailto:a@example.org)", "href=\"mailto:a@example.org\"")]
    [InlineData("[site](https://example.org/a.ipynb)", "href=\"https://example.org/a.ipynb\"")]
    [InlineData("![picture](https://example.org/a.png)", "<a href=\"https://example.org/a.png\">picture</a>")]
    [InlineData("![picture](a.png)", "<img src=\"../../notebooks/a.png\" alt=\"picture\" />")]
    [InlineData("|a|\n|-|\n|1|", "<td>1</td>")]
    [InlineData("**W = Q Λ Pᵀ** [a](b.html \"Pᵀ\")", "<strong>W = Q Λ P<sup>T</sup></strong> <a href=\"../../notebooks/b.html\" title=\"Pᵀ\">a</a>")]
    public void Markdown_becomes_what_a_page_shows_by_itself(string text, string html) => Assert.Contains(html, Markup.Markdown(text, "../../notebooks/").Html);

    [Fact]
    public void No_script_of_a_notebook_reaches_a_page()
    {
        Assert.DoesNotContain("script", Markup.Markdown("a <script src=\"x\">1</script> b\n\n<SCRIPT>\n2\n</SCRIPT>").Html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("<div class=\"wide\"><b>x</b></div>", Shown("""{ "output_type": "display_data", "data": { "text/html": ["<b>x</b><script>\n", "alert(1)</script>"], "text/plain": "x" } }"""));
    }

    private static string Shown(string output) => OutputHtml.Of(JsonNode.Parse(output)!.AsObject());

    [Theory]
    [InlineData("""{ "output_type": "stream", "name": "stdout", "text": ["a <\n", "b"] }""", "<pre class=\"stdout\">a &lt;\nb</pre>")]
    [InlineData("""{ "output_type": "stream", "name": "stderr", "text": "w" }""", "<pre class=\"stderr\">w</pre>")]
    [InlineData("""{ "output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\u001b[31mE: v\u001b[0m", "  at x"] }""", "<pre class=\"error\">E: v\n  at x\n</pre>")]
    [InlineData("""{ "output_type": "execute_result", "data": { "text/plain": ["1\n", "2"] } }""", "<pre class=\"result\">1\n2</pre>")]
    [InlineData("""{ "output_type": "display_data", "data": { "image/png": "AAAA\n", "text/plain": "p" } }""", "<img alt=\"p\" src=\"data:image/png;base64,AAAA\"/>")]
    [InlineData("""{ "output_type": "display_data", "data": { "text/latex": "$x$" } }""", "<div class=\"math\">x</div>")]
    [InlineData("""{ "output_type": "display_data", "data": { "application/vnd.plotly.v1+json": { "data": ["</script>"] }, "text/html": "<div><img alt=\"a\" src=\"data:x\"/></div>" } }""",
        "<figure class=\"chart\"><img alt=\"a\" src=\"data:x\"/><script type=\"application/json\">{\"data\":[\"\\u003c/script>\"]}</script></figure>")]
    public void An_output_is_shown_in_its_richest_form(string output, string html) => Assert.Equal(html, Shown(output));

    [Theory]
    [InlineData("let x' = 'a' // \"no\" text", "<span class=\"k\">let</span> x&#39; = <span class=\"s\">&#39;a&#39;</span> <span class=\"c\">// &quot;no&quot; text</span>")]
    [InlineData("f<'a> 1.5e-3f", "f&lt;&#39;a&gt; <span class=\"n\">1.5e-3f</span>")]
    [InlineData("#!csharp\nvar s = $\"{x}\";", "<span class=\"k\">#!csharp</span>\n<span class=\"k\">var</span> s = <span class=\"s\">$&quot;{x}&quot;</span>;")]
    [InlineData("(* a\nb *) (*) \"\"\"q\"q\"\"\"", "<span class=\"c\">(* a\nb *)</span> (*) <span class=\"s\">&quot;&quot;&quot;q&quot;q&quot;&quot;&quot;</span>")]
    public void Code_is_marked_and_never_changed(string code, string html) => Assert.Equal(html, Highlighting.Html(code));

    private string Write(string name, params string[] markdown)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, new JsonObject
        {
            ["nbformat"] = 4, ["cells"] = new JsonArray([.. markdown.Select(text => (JsonNode)new JsonObject { ["cell_type"] = "markdown", ["source"] = text })]),
        }.ToJsonString());
        return file;
    }

    [Fact]
    public void The_index_names_each_notebook_by_its_heading_and_first_paragraph_and_pages_lead_to_their_neighbours()
    {
        string[] notebooks = [Write("a.ipynb", "# First\n\n*An author*\n\nWhat it is *about*.", "## Part"), Write("b.ipynb", "# Second $x$", "## Part", "## Part")];
        var site = Path.Combine(_folder, "site");
        var index = File.ReadAllText(ReportSite.Write(site, notebooks, [], _folder, null, null));
        Assert.Contains("<a href=\"a.html\"><strong>First</strong><span class=\"summary\">What it is about.</span></a>", index);
        Assert.Contains("Second <span class=\"math\">\\(x\\)</span>", index);
        Assert.Contains("href=\"b.html\"", File.ReadAllText(Path.Combine(site, "a.html")));
        var second = File.ReadAllText(Path.Combine(site, "b.html"));
        Assert.Contains("<h2 id=\"part\">Part</h2>", second);
        Assert.Contains("<h2 id=\"part-2\">Part</h2>", second);
        Assert.Contains("<li><a href=\"#part-2\">Part</a></li>", second);
    }

    [Fact]
    public void A_notebooks_name_may_hold_what_addresses_must_not()
    {
        var site = Path.Combine(_folder, "site");
        ReportSite.Write(site, [Write("a.ipynb", "# First"), Write("b \"c\" #1.ipynb", "# Second")], [], _folder, null, null);
        Assert.True(File.Exists(Path.Combine(site, "b \"c\" #1.html")));
        Assert.All(["index.html", "a.html"], page => Assert.Contains("<a href=\"b%20%22c%22%20%231.html\">", File.ReadAllText(Path.Combine(site, page))));
    }

    [Fact]
    public void A_page_of_an_earlier_report_does_not_stay()
    {
        var site = Path.Combine(_folder, "site");
        ReportSite.Write(site, [Write("old.ipynb", "# Old")], [], _folder, null, null);
        ReportSite.Write(site, [Write("new.ipynb", "# New")], [], _folder, null, null);
        Assert.Equal(["index.html", "new.html"], Directory.GetFiles(site, "*.html").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_paper_shows_its_published_numbers_and_ours_only_where_a_run_is_recorded()
    {
        var without = File.ReadAllText(ReportSite.Write(Path.Combine(_folder, "site"), [], Papers.All, _folder, null, null));
        var with = File.ReadAllText(ReportSite.Write(Path.Combine(_folder, "site"), [], Papers.All, Path.Combine(Enn.Data.ProjectFolder.Root, "results"), null, null));
        Assert.All(Papers.All, paper => Assert.Contains($"<h2 id=\"{paper.Name}\">", without));
        // The first row of the table in the official README of the non-negative networks.
        Assert.Contains("<td class=\"number\">0.8634</td>", without);
        Assert.DoesNotMatch("<td class=\"number ours\">[0-9]", without);
        Assert.DoesNotContain(Enn.Data.DataFolder.Root, without);
        // What was never run lies folded; what is counted is shown.
        var equivariant = without[without.IndexOf("<h2 id=\"equivariant\">", StringComparison.Ordinal)..];
        Assert.InRange(equivariant.IndexOf("E4-Net: parameters and multiply-adds", StringComparison.Ordinal), 1, equivariant.IndexOf("<details", StringComparison.Ordinal));
        Assert.Matches("<td class=\"number\">0.8634</td><td class=\"number ours\">0[.][0-9]{4}</td>", with);
    }

    [Fact]
    public void A_recorded_run_is_shown_without_its_data_on_this_machine()
    {
        var table = RecordedTable.Of(new Enn.Experiments.NonNegativePaper.NonNegativeExperiments(), Path.Combine(Enn.Data.ProjectFolder.Root, "results"), ["readme"]).Single().Table;
        var row = table.Rows.Single(cells => cells[2] == "mnist" && cells[4] == "csgd");
        Assert.Matches("^0[.][0-9]{4}$", row[6]);
    }
}
