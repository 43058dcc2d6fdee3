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
        var notebook = JsonNode.Parse(File.ReadAllText(file))!;
        notebook["cells"]![1]!["outputs"]![0]!["data"]!["text/plain"] = "3";
        var before = notebook.ToJsonString();
        File.WriteAllText(file, before);
        Assert.Equal(["In[2]: output 1, data, text/plain: `3` in the file, `2` now"], NotebookRunner.Run(file, true, (_, _) => { }, default).Differences);
        Assert.Equal(before, File.ReadAllText(file));
    }

    [Fact]
    public void A_check_forgives_what_only_Jupyter_saves()
    {
        var file = Write("open Enn.Interop\nChart.line [ 1; 2 ] [ 3; 4 ]");
        NotebookRunner.Run(file, false, (_, _) => { }, default);
        var notebook = JsonNode.Parse(File.ReadAllText(file))!;
        var output = notebook["cells"]![0]!["outputs"]![0]!;
        output["execution_count"] = 3;
        output["data"]!["text/html"] = (string)output["data"]!["text/html"]![0]! + "<script>live()</script>";
        File.WriteAllText(file, notebook.ToJsonString());
        Assert.Empty(NotebookRunner.Run(file, true, (_, _) => { }, default).Differences);
    }

    [Theory]
    [InlineData("""[{"metadata": {"a": null}}]""", """[{"metadata": {}}]""", "output 1, metadata: `{\"a\":null}` in the file, `{}` now")]
    [InlineData("""[{"metadata": {"a": [1, 2]}}]""", """[{"metadata": {"a": [1, 3]}}]""", "output 1, metadata, a[1]: `2` in the file, `3` now")]
    [InlineData("""[{"text": ["a\n", "b"]}]""", """[{"text": "a\nc"}]""", "output 1, text, line 2: `b` in the file, `c` now")]
    [InlineData("""[{"text": ["a\n", "b"]}]""", """[{"text": "a\nb"}]""", null)]
    [InlineData("[]", """[{"text": ""}]""", "0 outputs in the file, 1 output now")]
    public void A_difference_is_told_where_it_is(string saved, string now, string? told) => Assert.Equal(told, OutputDifference.Find(JsonNode.Parse(saved), JsonNode.Parse(now)));

    [Fact]
    public void Streams_are_saved_in_one_order_and_progress_as_it_stood_last()
    {
        var file = Write("eprintfn \"e1\"\nprintfn \"o1\"\neprintfn \"e2\"\nprintf \"1%%\\r2%%\\r3%%\\nend\"");
        Assert.Null(NotebookRunner.Run(file, false, (_, _) => { }, default).Failure);
        Assert.Equal(["stdout", "stderr"], Outputs(file, 0).Select(output => (string?)output!["name"]));
        Assert.Equal(["o1\n", "3%\n", "end"], ((JsonArray)Outputs(file, 0)[0]!["text"]!).Select(line => (string?)line));
        Assert.Equal(["e1\n", "e2\n"], ((JsonArray)Outputs(file, 0)[1]!["text"]!).Select(line => (string?)line));
    }

    [Fact]
    public void The_file_keeps_no_counts_and_times_and_its_keys_are_in_order()
    {
        var file = Path.Combine(_folder, "noisy.ipynb");
        File.WriteAllText(file, """
            {"nbformat_minor": 5, "nbformat": 4, "metadata": {"b": 1, "a": 2}, "cells": [
              {"source": "1 + 1\n2", "metadata": {"execution": {"iopub.status.busy": "2026-11-21T10:00:00Z"}, "tags": ["x"]}, "id": "c1", "cell_type": "code", "execution_count": 7, "outputs": []},
              {"source": ["# T\n", "text"], "metadata": {}, "id": "c2", "cell_type": "markdown"}]}
            """);
        Assert.Null(NotebookRunner.Run(file, false, (_, _) => { }, default).Failure);
        var text = File.ReadAllText(file);
        Assert.DoesNotContain("busy", text);
        var cell = JsonNode.Parse(text)!["cells"]![0]!.AsObject();
        Assert.Equal(["cell_type", "execution_count", "id", "metadata", "outputs", "source"], cell.Select(entry => entry.Key));
        Assert.Null(cell["execution_count"]);
        Assert.Equal(["1 + 1\n", "2"], ((JsonArray)cell["source"]!).Select(line => (string?)line));
        Assert.Contains("\"metadata\": {\n  \"a\": 2,\n  \"b\": 1\n }", text);
        Assert.Equal("""["x"]""", cell["metadata"]!["tags"]!.ToJsonString());
    }

    [Theory]
    [InlineData(null, "quick")]
    [InlineData("quick", "quick")]
    [InlineData("paper", "paper")]
    public void Cells_see_the_profile(string? chosen, string seen)
    {
        var before = Environment.GetEnvironmentVariable("ENN_PROFILE");
        try
        {
            Environment.SetEnvironmentVariable("ENN_PROFILE", chosen);
            var file = Write("Notebook.profile", "profile");
            Assert.Null(NotebookRunner.Run(file, false, (_, _) => { }, default).Failure);
            Assert.All([0, 1], cell => Assert.Equal($"\"{seen}\"", (string?)Outputs(file, cell)[0]!["data"]!["text/plain"]![0]));
        }
        finally
        {
            Environment.SetEnvironmentVariable("ENN_PROFILE", before);
        }
    }

    [Fact]
    public void A_saved_figure_holds_its_data_once()
    {
        var file = Write("""displayAs("text/html", "<img/><script>1</script>") |> ignore""",
            "open Enn.Interop\nChart.line [ 1; 2 ] [ 3; 4 ]");
        Assert.Null(NotebookRunner.Run(file, false, (_, _) => { }, default).Failure);
        Assert.Equal("""["<img/><script>1</script>"]""", Outputs(file, 0)[0]!["data"]!["text/html"]!.ToJsonString(Enn.Notebooks.Protocol.Json.Options));
        var figure = Outputs(file, 1)[0]!["data"]!;
        Assert.Equal("[3,4]", figure["application/vnd.plotly.v1+json"]!["data"]![0]!["y"]!.ToJsonString());
        var html = (string?)figure["text/html"]!.AsArray().Single();
        Assert.Contains("<img ", html);
        Assert.DoesNotContain("<script", html);
    }

    [Fact]
    public void After_a_cancellation_the_file_is_as_it_was()
    {
        var file = Write("1", "while true do System.Threading.Thread.Sleep 10");
        var before = File.ReadAllText(file);
        using var cancel = new CancellationTokenSource();
        var run = NotebookRunner.Run(file, false, (cell, _) => { if (cell == 2) cancel.CancelAfter(300); }, cancel.Token);
        Assert.NotNull(run.Failure);
        Assert.Equal(before, File.ReadAllText(file));
    }

    [Theory]
    [InlineData("let ok = 1\nlet bad : int = \"a\"", 2, "let bad : int = \"a\"", "FS0001")]
    [InlineData("let x = 1\nprintf \"\"\nfailwith \"late\"", 3, "failwith \"late\"", "late")]
    public void The_first_failure_is_told_with_cell_line_and_source_and_stored(string cell, int line, string source, string message)
    {
        var file = Write("# A text, which does not count", "1", cell, "printfn \"never\"");
        var failure = NotebookRunner.Run(file, false, (_, _) => { }, default).Failure;
        Assert.NotNull(failure);
        Assert.Equal((2, line, source), (failure.Cell, failure.Line, failure.Source));
        Assert.Contains(message, failure.Message);
        Assert.Equal("error", (string?)Outputs(file, 2).Last()!["output_type"]);
        Assert.Empty(Outputs(file, 3));
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
