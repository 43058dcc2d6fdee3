using static TorchSharp.torch;

namespace Enn.Training;

/// <summary>A training's state: tensors by name (weights, optimiser, random streams) and texts by name (counters, measurements).</summary>
/// <param name="Tensors">Owned by the checkpoint.</param>
/// <param name="Values">Texts.</param>
public sealed record Checkpoint(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Values) : IDisposable
{
    /// <summary>Writes a file in the safetensors format; an older one is replaced in one step, so that there is a whole file at any time.</summary>
    /// <exception cref="IOException">It cannot be written; the older one is untouched.</exception>
    public void Write(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        CheckpointFile.Write(path, Tensors, Values);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message names it and the reason.</exception>
    public static Checkpoint Read(string path)
    {
        var (tensors, values) = CheckpointFile.Read(path);
        return new Checkpoint(tensors, values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values) tensor.Dispose();
    }
}
