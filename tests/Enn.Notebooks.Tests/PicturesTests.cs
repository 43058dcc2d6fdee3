using System.Text.Json.Nodes;
using Enn.Data;
using Enn.Notebooks.Report;

namespace Enn.Notebooks.Tests;

/// <summary>Pictures that are taken from notebooks.</summary>
public sealed class PicturesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn pictures ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private void WriteNotebook(string outputs) =>
        Write("01-a.ipynb", $$"""{"cells": [{"cell_type": "code", "id": "figure", "metadata": {}, "source": "1", "outputs": [{{outputs}}]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""");

    private static string Shown(string svg)
    {
        var html = $"<img src=\"data:image/svg+xml;base64,{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(svg))}\"/>";
        return new JsonObject { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["text/html"] = new JsonArray(html) } }.ToJsonString();
    }

    [Fact]
    public void A_picture_is_the_first_figure_of_the_cell_that_it_is_named_after()
    {
        WriteNotebook("""{"output_type": "stream", "name": "stdout", "text": ["x"]}, """ + Shown("<svg>π</svg>") + ", " + Shown("<svg/>"));
        var picture = Write("01-a.figure.svg", "");
        Assert.Equal([picture], Pictures.Renew(_folder, _folder));
        Assert.Equal("<svg>π</svg>\n", File.ReadAllText(picture));
    }

    [Theory]
    [InlineData("02-b.figure.svg", "02-b.ipynb")]
    [InlineData("01-a.other.svg", "no cell other")]
    [InlineData("01-a.figure.svg", "no figure")]
    [InlineData("logo.svg", "NOTEBOOK.CELL.svg")]
    public void What_a_picture_names_must_be_there(string name, string said)
    {
        WriteNotebook("");
        Write(name, "");
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => Pictures.Renew(_folder, _folder)).Message);
    }

    [Fact]
    public void The_pictures_of_the_documentation_are_those_of_the_notebooks()
    {
        var pictures = Directory.GetFiles(Path.Combine(ProjectFolder.Root, "docs", "images"), "*.svg");
        Assert.NotEmpty(pictures);
        foreach (var picture in pictures) Assert.True(File.ReadAllText(picture) == Pictures.Of(picture, Path.Combine(ProjectFolder.Root, "notebooks")), $"{picture} is older than its notebook: ./enn report");
    }
}
