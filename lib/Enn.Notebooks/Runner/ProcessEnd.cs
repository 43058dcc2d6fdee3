using System.Text.Json.Nodes;

namespace Enn.Notebooks.Runner;

/// <summary>A cell that ends the process (`exit 0`) must not pass for a notebook that ran: the cell gets an error, and the process the exit status 1.</summary>
internal sealed class ProcessEnd : IDisposable
{
    private const string Message = "The cell ended the process.";
    private readonly Action _save;

    /// <param name="save">Writes the notebook.</param>
    internal ProcessEnd(Action save)
    {
        _save = save;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>The cell that runs.</summary>
    internal JsonObject? Cell { get; set; }

    private void OnExit(object? sender, EventArgs e)
    {
        Environment.ExitCode = 1;
        if (Cell is null) return;
        Cell["outputs"] = new JsonArray(new JsonObject { ["ename"] = "Exit", ["evalue"] = Message, ["output_type"] = "error", ["traceback"] = new JsonArray(Message) });
        _save();
    }

    public void Dispose() => AppDomain.CurrentDomain.ProcessExit -= OnExit;
}
