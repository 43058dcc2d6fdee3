using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Enn.Data;
using Enn.Notebooks.Runner;

namespace Enn.Notebooks.Tests;

/// <summary>What the documentation shows in F# runs as it stands.</summary>
[Collection(OneKernel.Name)]
public sealed partial class DocumentationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn notebooks ").FullName;

    // The fixture's kernel owns the console before and after.
    public DocumentationTests(KernelFixture kernel) => Assert.NotNull(kernel);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("interop.md", 7)]
    public void The_blocks_of_a_page_run_in_order_in_one_session(string page, int atLeast)
    {
        var text = File.ReadAllText(Path.Combine(ProjectFolder.Root, "docs", page));
        var blocks = Block().Matches(text).Select(match => match.Groups["code"].Value).ToList();
        Assert.True(blocks.Count >= atLeast, $"{page} has {blocks.Count} blocks of F#");
        var file = Path.Combine(_folder, page + ".ipynb");
        File.WriteAllText(file, new JsonObject
        {
            ["cells"] = new JsonArray([.. blocks.Select((code, i) => (JsonNode)new JsonObject { ["cell_type"] = "code", ["id"] = $"block-{i}", ["metadata"] = new JsonObject(), ["source"] = code })]),
            ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5,
        }.ToJsonString());
        var failure = NotebookRunner.Run(file, false, (_, _) => { }, default).Failure;
        Assert.True(failure is null, $"{page}, block {failure?.Cell}: {failure?.Source}\n{failure?.Message}");
    }

    [GeneratedRegex("^```fsharp\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
