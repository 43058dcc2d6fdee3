using System.Text.Json.Nodes;
using Enn.Benchmarks.Kernel;

namespace Enn.Benchmarks.Workloads;

/// <summary>CPU seconds of `./enn notebooks` for a notebook of three cells: a value, a list that is printed and summed, a table of records.</summary>
internal sealed class NotebookHeadless : Workload
{
    private const int Rounds = 3;
    private static readonly string[] Cells = ["1 + 1", "let xs = [1; 2; 3]\nprintfn \"%A\" xs\nList.sum xs", "type Row = { A: int; B: string }\n[ { A = 1; B = \"x\" }; { A = 2; B = \"y\" } ]"];

    internal override double Measure()
    {
        var folder = Directory.CreateTempSubdirectory("enn bench ").FullName;
        var file = Path.Combine(folder, "cells.ipynb");
        var values = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            File.WriteAllText(file, Notebook());
            values[round] = ChildProcesses.CpuSeconds(KernelEntry.Command("notebooks", file), "");
        }
        if (!File.ReadAllText(file).Contains("<table>", StringComparison.Ordinal)) throw new BenchmarkException($"{file} has no table after its run");
        Directory.Delete(folder, recursive: true);
        return Comparison.Median(values);
    }

    private static string Notebook() => new JsonObject
    {
        ["cells"] = new JsonArray([.. Cells.Select(source => new JsonObject
        {
            ["cell_type"] = "code", ["execution_count"] = null, ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray(), ["source"] = source,
        })]),
        ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5,
    }.ToJsonString();
}
