using Enn.Data.Pickling;
using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Data.Weights;

/// <summary>A network's weights in a file.</summary>
/// <param name="Tensors">Values by name, in the file's order, on the CPU; they belong to whoever read them.</param>
/// <param name="Notes">What else the file holds at its top: texts, numbers, and what is not shown.</param>
public sealed record WeightsFile(IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Notes)
{
    // Where training scripts put the weights beside other things.
    private static readonly string[] Places = ["state_dict", "model_state_dict", "model", "net", "weights"];

    /// <summary>Reads safetensors and what <c>torch.save</c> wrote, told apart by content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="place">The entry that holds the weights; null for the file's top, or else state_dict, model_state_dict, model, net or weights.</param>
    /// <exception cref="InvalidDataException">The file is damaged, holds more than tensors and plain containers, or has no weights there; the message names the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WeightsFile Read(string path, string? place = null)
    {
        if (IsSafetensors(path))
        {
            var (tensors, values) = CheckpointFile.Read(path);
            return new(tensors, values);
        }
        var root = TorchFile.Read(path) as PickleDictionary ?? throw Damage.At(path, 0, "the saved object is no dictionary, so it names no weights");
        var found = place is not null ? root.GetValueOrDefault(place) as PickleDictionary
            : HasTensors(root) ? root : Places.Select(name => root.GetValueOrDefault(name)).OfType<PickleDictionary>().FirstOrDefault(HasTensors);
        if (found is null) throw Damage.At(path, 0, $"no weights {(place is null ? $"at its top or under {string.Join(", ", Places)}" : $"under '{place}'")}; it has {string.Join(", ", root.Keys.Take(20))}");
        return new(Flat(found), root.Where(entry => entry.Value is not Tensor && !ReferenceEquals(entry.Value, found)).DistinctBy(entry => $"{entry.Key}").ToDictionary(entry => $"{entry.Key}", entry => Note(entry.Value)));
    }

    /// <summary>Writes tensors as safetensors (in TorchSharp's own format where its packages are in use).</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? notes = null) =>
        CheckpointFile.Write(path, tensors, notes ?? new Dictionary<string, string>());

    private static bool IsSafetensors(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[9];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start[8] == '{' && start[6] == 0 && start[7] == 0;
    }

    private static bool HasTensors(PickleDictionary dictionary) => dictionary.Any(entry => entry.Key is string && entry.Value is Tensor);

    private static Dictionary<string, Tensor> Flat(PickleDictionary dictionary) =>
        dictionary.Where(entry => entry is { Key: string, Value: Tensor }).ToDictionary(entry => (string)entry.Key, entry => (Tensor)entry.Value!);

    private static string Note(object? value) => value switch
    {
        string or long or double or bool => $"{value}",
        null => "None",
        PickleDictionary inner => $"a dictionary of {inner.Count}",
        List<object?> list => $"a list of {list.Count}",
        object?[] tuple => $"a tuple of {tuple.Length}",
        _ => value.GetType().Name,
    };
}
