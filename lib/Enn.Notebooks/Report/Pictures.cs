using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Enn.Notebooks.Runner;

namespace Enn.Notebooks.Report;

/// <summary>Static pictures of the notebooks' figures as files of their own, for pages that show no notebooks, such as the README.</summary>
public static partial class Pictures
{
    /// <summary>Renews each picture NOTEBOOK.CELL.svg of a folder: the first figure of the cell with that id, as the notebook holds it.</summary>
    /// <param name="folder">The folder of the pictures.</param>
    /// <param name="notebooks">The folder of the notebooks.</param>
    /// <returns>The pictures, whether they changed or not.</returns>
    /// <exception cref="InvalidDataException">A picture names a notebook or cell that there is not, or a cell without a figure.</exception>
    public static IReadOnlyList<string> Renew(string folder, string notebooks)
    {
        var pictures = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.svg").Order(StringComparer.Ordinal).ToArray() : [];
        foreach (var picture in pictures)
        {
            var svg = Of(picture, notebooks);
            if (File.ReadAllText(picture) != svg) File.WriteAllText(picture, svg);
        }
        return pictures;
    }

    /// <summary>What a picture of that name shows.</summary>
    internal static string Of(string picture, string notebooks)
    {
        var name = Path.GetFileNameWithoutExtension(picture);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var file = Path.Combine(notebooks, $"{(dot < 0 ? name : name[..dot])}.ipynb");
        if (dot < 0 || !File.Exists(file)) throw new InvalidDataException($"{picture}: the name is NOTEBOOK.CELL.svg, but there is no {file}");
        var cell = NotebookFile.Read(file).Cells.FirstOrDefault(cell => (string?)cell["id"] == name[(dot + 1)..])
            ?? throw new InvalidDataException($"{picture}: {file} has no cell {name[(dot + 1)..]}");
        var pages = (cell["outputs"] as JsonArray ?? []).Select(output => NotebookFile.Join(output?["data"]?["text/html"]));
        var found = pages.Select(html => Source().Match(html)).FirstOrDefault(match => match.Success)
            ?? throw new InvalidDataException($"{picture}: the cell has no figure; ./enn notebooks runs it");
        return Encoding.UTF8.GetString(Convert.FromBase64String(found.Groups["svg"].Value)) + "\n";
    }

    [GeneratedRegex("data:image/svg\\+xml;base64,(?<svg>[^\"]+)")]
    private static partial Regex Source();
}
