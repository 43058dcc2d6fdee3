using System.Text.Json.Nodes;
using Enn.Notebooks.Runner;

namespace Enn.Notebooks.Tests;

/// <summary>Notebooks executed without a front end.</summary>
[Collection(OneKernel.Name)]
public sealed class RunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn notebooks ").FullName;

    // The fixture's kernel owns the console before and after.
    public RunnerTests(KernelFixture kernel) => Assert.NotNull(kernel);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(params string[] cells)
    {
        var file = Path.Combine(_folder, "a b.ipynb");
        File.WriteAllText(file, new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select(source => (JsonNode)new JsonObject { ["cell_type"] = source.StartsWith('#') ? "markdown" : "code", ["metadata"] = new JsonObject(), ["source"] = source })]),
            ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5,
        }.ToJsonString());
        return file;
    }

    private static JsonArray Outputs(string file, int cell) => (JsonArray)JsonNode.Parse(File.ReadAllText(file))!["cells"]![cell]!["outputs"]!;

    [Fact]
    public void Outputs_are_stored_and_a_second_run_changes_no_byte()
    {
        var file = Write("# Title", "let x = 2\nprintfn \"a\"\nprintfn \"b\"", "x + 1", "let h = display \"one\"\nh.Update \"two\"");
        Assert.Null(NotebookRunner.Run(file, false, (_, _) => { }, default).Failure);
        var first = File.ReadAllText(file);
        Assert.Equal(["a\n", "b\n"], ((JsonArray)Outputs(file, 1)[0]!["text"]!).Select(l => (string?)l));
        Assert.Equal("3", (string?)Outputs(file, 2)[0]!["data"]!["text/plain"]![0]);
        Assert.Equal("\"two\"", (string?)Outputs(file, 3).Single()!["data"]!["text/plain"]![0]);
        Assert.Null(NotebookRunner.Run(file, false, (_, _) => { }, default).Failure);
        Assert.Equal(first, File.ReadAllText(file));
        Assert.Empty(NotebookRunner.Run(file, true, (_, _) => { }, default).Differences);
    }

    [Fact]
    public void A_check_reports_other_outputs_and_changes_nothing()
    {
        var file = Write("1", "2");
        NotebookRunner.Run(file, false, (_, _) => { }, default);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"2\"", "\"3\"", StringComparison.Ordinal));
        var before = File.ReadAllText(file);
        // Both the source and the output of cell 2 say 3 now; only an output of another value differs.
        File.WriteAllText(file, before = before.Replace("\"source\": \"3\"", "\"source\": \"2\"", StringComparison.Ordinal));
        Assert.Equal(["cell 2: the outputs differ"], NotebookRunner.Run(file, true, (_, _) => { }, default).Differences);
        Assert.Equal(before, File.ReadAllText(file));
    }

    [Theory]
    [InlineData("let ok = 1\nlet bad : int = \"a\"", 2, "let bad : int = \"a\"", "FS0001")]
    [InlineData("let x = 1\nprintf \"\"\nfailwith \"late\"", 3, "failwith \"late\"", "late")]
    public void The_first_failure_is_told_with_cell_line_and_source_and_stored(string cell, int line, string source, string message)
    {
        var file = Write("1", cell, "printfn \"never\"");
        var failure = NotebookRunner.Run(file, false, (_, _) => { }, default).Failure;
        Assert.NotNull(failure);
        Assert.Equal((2, line, source), (failure.Cell, failure.Line, failure.Source));
        Assert.Contains(message, failure.Message);
        Assert.Equal("error", (string?)Outputs(file, 1).Last()!["output_type"]);
        Assert.Null(JsonNode.Parse(File.ReadAllText(file))!["cells"]![2]!["outputs"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"cells\": []}")]
    [InlineData("{\"cells\": [], \"nbformat\": 3}")]
    public void What_is_no_notebook_is_named(string text)
    {
        var file = Path.Combine(_folder, "broken.ipynb");
        File.WriteAllText(file, text);
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => NotebookRunner.Run(file, false, (_, _) => { }, default)).Message);
    }
}
