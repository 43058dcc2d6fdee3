using Enn.Notebooks.Display;

namespace Enn.Notebooks;

/// <summary>What cells may call without a prefix: display, live updates, input. Outside a kernel, values are written to the console.</summary>
public static class Notebook
{
    private static int _lastId;

    internal static IDisplaySink? Sink { get; set; }

    /// <summary>The environment variable behind <see cref="profile"/>.</summary>
    internal const string ProfileVariable = "ENN_PROFILE";

    /// <summary>
    /// How much the notebook is to compute: "quick" (minutes on two cores; the default, so also in Jupyter) or "paper" (the published protocol), as
    /// `./enn notebooks --profile` or the environment variable ENN_PROFILE says.
    /// </summary>
    public static string profile => Environment.GetEnvironmentVariable(ProfileVariable) == "paper" ? "paper" : "quick";

    /// <summary>Shows a value now, as an output of the cell.</summary>
    /// <returns>A handle, through which the output can be replaced later.</returns>
    public static DisplayHandle display(object? value)
    {
        var handle = new DisplayHandle($"display-{Interlocked.Increment(ref _lastId)}");
        Show(value, handle.Id, false);
        return handle;
    }

    /// <summary>Shows text of a MIME type, as `displayAs("text/html", "&lt;b&gt;bold&lt;/b&gt;")`.</summary>
    public static DisplayHandle displayAs(string mimeType, string content) => display(new MimeBundle(mimeType == "text/plain" ? content : "").With(mimeType, content));

    /// <summary>Replaces an output, for live progress.</summary>
    public static void updateDisplay(DisplayHandle handle, object? value)
    {
        ArgumentNullException.ThrowIfNull(handle);
        Show(value, handle.Id, true);
    }

    /// <summary>Clears the cell's output; with <paramref name="wait"/> when the next output comes, so that nothing flickers.</summary>
    public static void clearOutput(bool wait) => Sink?.Clear(wait);

    /// <summary>Asks the reader for a line.</summary>
    public static string input(string prompt) => Sink is { } sink ? sink.Ask(prompt, false) : Console.ReadLine() ?? "";

    /// <summary>Asks the reader for a line that is not shown.</summary>
    public static string password(string prompt) => Sink is { } sink ? sink.Ask(prompt, true) : Console.ReadLine() ?? "";

    /// <summary>Cancelled when the running cell is interrupted: pass it to what can be cancelled.</summary>
    public static CancellationToken interruption => Sink?.Cancellation ?? CancellationToken.None;

    private static void Show(object? value, string id, bool update)
    {
        if (Sink is { } sink) sink.Show(value, id, update);
        else Console.WriteLine(value);
    }
}

/// <summary>An output that can be replaced: see <see cref="Notebook.updateDisplay"/>.</summary>
public sealed class DisplayHandle
{
    internal DisplayHandle(string id) => Id = id;

    /// <summary>The output's id in this session.</summary>
    public string Id { get; }

    /// <summary>Replaces the output.</summary>
    public void Update(object? value) => Notebook.updateDisplay(this, value);
}
