using System.Text.Json.Nodes;

namespace Enn.Browser.Tests;

/// <summary>A notebook with equations, a figure of every kind, and what is too wide for a phone.</summary>
internal static class SampleNotebook
{
    private static readonly string[] Cells =
    [
        "# Sample with $\\alpha$\n\nProse, and $$\\sum_i w_i$$\n\n$$\n\\begin{cases} a & b \\\\ c & d \\end{cases}\n$$\n\n| wide | table |\n|---|---|\n| " + new string('x', 200) + " | 1 |",
        "open Enn.Interop\nChart.line [ 1; 2; 3 ] [ 1.0; 4.0; 2.0 ] |> Chart.withTitle \"Line </script>\"",
        "Chart.combine [ Chart.scatter [ 1; 2 ] [ 3; 4 ] |> Chart.withName \"a\"; Chart.lineMarkers [ 1; 2 ] [ 4; 3 ] |> Chart.withName \"b\" ]",
        "Chart.bar [ \"a\"; \"b\" ] [ 3; 4 ] |> Chart.withErrors [ 0.5; 0.2 ]",
        "Chart.heatmap [ [ 1; 2 ]; [ 3; 4 ] ]",
        "[ for title in [ \"W\"; \"Q\"; \"Λ\"; \"Pᵀ\" ] -> Chart.heatmap [ [ 1; 2 ]; [ 3; 4 ] ] |> Chart.withTitle title ] |> Chart.grid 4 |> Chart.withSize (900, 220)",
        "Chart.histogram [ for i in 0 .. 100 -> sin (float i) ]",
        "Chart.table [ \"n\"; \"v\" ] [ [ \"a\"; \"1\" ] ]",
        "open TorchSharp\nChart.imageGrid 2 (torch.ones(4L, 8L, 8L))",
        "printfn \"%s\" (String.replicate 300 \"wide \")",
    ];

    /// <summary>Writes it, without outputs, as sample.ipynb.</summary>
    internal static string Write(string folder)
    {
        var cells = Cells.Select((source, i) => (JsonNode)new JsonObject { ["cell_type"] = i == 0 ? "markdown" : "code", ["metadata"] = new JsonObject(), ["source"] = source });
        var file = Path.Combine(folder, "sample.ipynb");
        File.WriteAllText(file, new JsonObject { ["nbformat"] = 4, ["nbformat_minor"] = 4, ["metadata"] = new JsonObject(), ["cells"] = new JsonArray([.. cells]) }.ToJsonString());
        return file;
    }
}
