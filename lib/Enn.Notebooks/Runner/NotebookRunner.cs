using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Runner;

/// <summary>The first cell that failed.</summary>
/// <param name="Cell">Its number among the code cells, from 1: n of In[n], as Jupyter shows it after a run from the top.</param>
/// <param name="Line">The line in the cell, from 1, where known.</param>
/// <param name="Source">That line's text.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Traceback">The lines that the notebook shows.</param>
public sealed record CellFailure(int Cell, int? Line, string Source, string Message, IReadOnlyList<string> Traceback);

/// <summary>Executes a notebook from top to bottom in this process, and puts the outputs into the file.</summary>
public static class NotebookRunner
{
    /// <summary>Runs the notebook with the folder of the file as current folder, stopping at the first cell that fails. The file is then written with the error, but not after <paramref name="cancel"/>.</summary>
    /// <param name="path">The .ipynb file.</param>
    /// <param name="check">Leave the file as it is, and report where the new outputs differ from those that it holds.</param>
    /// <param name="progress">Told before each code cell: its number and the number of code cells.</param>
    /// <param name="cancel">Interrupts the cell that runs, which then fails.</param>
    /// <returns>The failure, and with <paramref name="check"/> a line for each cell with other outputs: In[number] and the first difference.</returns>
    /// <exception cref="InvalidDataException">The file is no notebook.</exception>
    public static (CellFailure? Failure, IReadOnlyList<string> Differences) Run(string path, bool check, Action<int, int> progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var full = Path.GetFullPath(path);
        var notebook = NotebookFile.Read(full);
        var differences = new List<string>();
        CellFailure? failure = null;
        var before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = Path.GetDirectoryName(full)!;
        try
        {
            // What another notebook of this process registered is not this one's.
            Formatter.Clear();
            using var session = new RunnerSession();
            using var registration = cancel.Register(session.Interrupt);
            using var end = new ProcessEnd(() =>
            {
                if (!check) notebook.Save();
            });
            var cells = notebook.Cells.Where(NotebookFile.IsCode).ToArray();
            for (var i = 0; i < cells.Length && failure is null; i++)
            {
                progress(i + 1, cells.Length);
                end.Cell = cells[i];
                var (outputs, error) = session.Execute(cells[i]);
                if (check && error is null && OutputDifference.Find(cells[i]["outputs"], outputs) is { } difference) differences.Add($"In[{i + 1}]: {difference}");
                cells[i]["outputs"] = outputs;
                if (error is not null) failure = Describe(i + 1, cells[i], error);
            }
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
        if (!check && !cancel.IsCancellationRequested) notebook.Save();
        return (failure, differences);
    }

    private static CellFailure Describe(int number, JsonObject cell, JsonObject error)
    {
        var traceback = ((JsonArray)error["traceback"]!).Select(line => (string?)line ?? "").ToArray();
        var line = OutputForm.FailingLine(traceback);
        var source = NotebookFile.Source(cell).Split('\n');
        return new CellFailure(number, line, line is { } at && at <= source.Length ? source[at - 1] : "", $"{error.Text("ename")}: {error.Text("evalue")}", traceback);
    }
}
