namespace Enn.Notebooks;

/// <summary>What a cell's code may ask of the kernel that runs it.</summary>
internal interface IDisplaySink
{
    /// <summary>Shows a value as an output with an id, or replaces what has the id.</summary>
    void Show(object? value, string id, bool update);

    /// <summary>Clears the cell's output, at once or when the next output comes.</summary>
    void Clear(bool wait);

    /// <summary>Asks the reader for a line.</summary>
    string Ask(string prompt, bool password);

    /// <summary>Cancelled when the cell is interrupted.</summary>
    CancellationToken Cancellation { get; }
}
