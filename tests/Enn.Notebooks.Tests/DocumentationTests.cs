using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Enn.Data;
using Enn.Notebooks.Runner;

namespace Enn.Notebooks.Tests;

/// <summary>What the documentation shows in F# and C# runs as it stands, and prints what it says.</summary>
[Collection(OneKernel.Name)]
public sealed partial class DocumentationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn notebooks ").FullName;

    // The fixture's kernel owns the console before and after.
    public DocumentationTests(KernelFixture kernel) => Assert.NotNull(kernel);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("docs/interop.md", "fsharp", 7)]
    [InlineData("docs/whitening.md", "csharp", 1)]
    [InlineData("docs/equivariant.md", "csharp", 2)]
    [InlineData("README.md", "csharp", 1)]
    public void The_blocks_of_a_page_run_in_order_in_one_session(string page, string language, int atLeast)
    {
        var text = File.ReadAllText(Path.Combine(ProjectFolder.Root, page));
        var blocks = Block().Matches(text).Where(match => match.Groups["language"].Value == language).Select(match => (language == "csharp" ? "#!csharp\n" : "") + match.Groups["code"].Value).ToList();
        Assert.True(blocks.Count >= atLeast, $"{page} has {blocks.Count} blocks of {language}");
        var file = Path.Combine(_folder, Path.GetFileName(page) + ".ipynb");
        File.WriteAllText(file, new JsonObject
        {
            ["cells"] = new JsonArray([.. blocks.Select((code, i) => (JsonNode)new JsonObject { ["cell_type"] = "code", ["id"] = $"block-{i}", ["metadata"] = new JsonObject(), ["source"] = code })]),
            ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5,
        }.ToJsonString());
        var failure = NotebookRunner.Run(file, false, (_, _) => { }, default).Failure;
        Assert.True(failure is null, $"{page}, block {failure?.Cell}: {failure?.Source}\n{failure?.Message}");
        foreach (var (code, cell) in blocks.Zip(NotebookFile.Read(file).Cells))
            if (Printed().Matches(code).Select(match => match.Groups["text"].Value).ToList() is { Count: > 0 } promised) Assert.Equal(promised, Lines(cell));
    }

    private static string[] Lines(JsonObject cell) =>
        string.Concat((cell["outputs"] as JsonArray ?? []).Where(output => (string?)output?["output_type"] == "stream").Select(output => NotebookFile.Join(output!["text"]))).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    // A comment behind a call that prints says what it prints, up to a colon.
    [GeneratedRegex(@"Console\.WriteLine\(.*\);\s+// (?<text>[^:\n]*)")]
    private static partial Regex Printed();
}
