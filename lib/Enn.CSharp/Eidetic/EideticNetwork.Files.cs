using System.Text.Json;
using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Eidetic;

public sealed partial class EideticNetwork
{
    private const string Structure = "eidetic";

    private static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Everything that is sealed: copies. A task in training is no part of it.</summary>
    public Checkpoint ToCheckpoint()
    {
        var tensors = new Dictionary<string, Tensor>();
        void Add(string name, DenseBlock block)
        {
            tensors[$"{name}.weight"] = block.Weight.cpu().clone().DetachFromDisposeScope();
            if (block.Bias is { } bias) tensors[$"{name}.bias"] = bias.cpu().clone().DetachFromDisposeScope();
        }
        foreach (var layer in Layers)
            foreach (var (block, visit) in layer.Sealed.Select((block, visit) => (block, visit)))
                if (block is not null) Add($"{layer.Key}.{visit}", block.Block);
        foreach (var (task, head) in _heads) Add(HeadKey(task), head.Block);
        var state = new SavedNetwork(_tasks, _visits, [.. Groups.Select(g => new SavedGroup(g.Name, g.Size, g.Segments))],
            Layers.ToDictionary(layer => layer.Key, layer => layer.Sealed.Select(block => block?.Reads).ToList()), _heads.ToDictionary(h => h.Key, h => h.Value.Reads));
        return new Checkpoint(tensors, new Dictionary<string, string> { [Structure] = JsonSerializer.Serialize(state) });
    }

    /// <summary>Replaces all that is sealed, the tasks included, by what <see cref="ToCheckpoint"/> gave for the same architecture. A task in training is given up.</summary>
    /// <exception cref="InvalidDataException">It belongs to another architecture or is damaged; nothing is changed.</exception>
    public void FromCheckpoint(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        try
        {
            var state = JsonSerializer.Deserialize<SavedNetwork>(checkpoint.Values[Structure], Strict) ?? throw new InvalidDataException("the structure is missing");
            state.Check(this);
            Tensor Entry(string name, params long[] shape)
            {
                if (!checkpoint.Tensors.TryGetValue(name, out var entry)) throw new InvalidDataException($"{name} is missing");
                if (!entry.shape.SequenceEqual(shape)) throw new InvalidDataException($"{name} has the shape [{string.Join(",", entry.shape)}], not [{string.Join(",", shape)}]");
                return entry.dtype == Dtype ? entry : throw new InvalidDataException($"{name} is {entry.dtype} and the network {Dtype}: move the network to that type first");
            }
            DenseBlock Read(string name, long[] shape, bool biased = true) =>
                new DenseBlock(Entry($"{name}.weight", shape), biased ? Entry($"{name}.bias", shape[0]) : null).To(Device, Dtype);
            var blocks = Layers.ToDictionary(layer => layer, layer => state.Reads[layer.Key].Select((reads, visit) => reads is null ? null
                : new SealedBlock(Read($"{layer.Key}.{visit}", state.Shape(layer, visit, reads), layer.HasBias || layer.NormKey is not null), reads)).ToList());
            var heads = state.Heads.ToDictionary(h => h.Key, h => new SealedBlock(Read(HeadKey(h.Key), [state.Tasks[h.Key].Outputs, state.Neurons(Output.Name, h.Value)]), h.Value));
            Replace(state, blocks, heads);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or ArgumentException or InvalidDataException)
        {
            throw new InvalidDataException($"This is no state of this network: {error.Message.TrimEnd('.')}.", error);
        }
    }

    /// <summary>Writes all that is sealed to a file (safetensors).</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        using var checkpoint = ToCheckpoint();
        checkpoint.Write(path);
    }

    /// <summary>Reads what <see cref="Save"/> wrote for the same architecture.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of another architecture; the message names it, and nothing is changed.</exception>
    public void Load(string path)
    {
        using var checkpoint = Checkpoint.Read(path);
        try
        {
            FromCheckpoint(checkpoint);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    private void Replace(SavedNetwork state, Dictionary<EideticLayer, List<SealedBlock?>> blocks, Dictionary<int, SealedBlock> heads)
    {
        Abandon();
        foreach (var (group, saved) in Groups.Zip(state.Groups)) group.Replace(saved.Size, saved.Segments);
        foreach (var (layer, list) in blocks) layer.Replace(list);
        foreach (var head in _heads.Values) head.Block.Dispose();
        _heads.Clear();
        foreach (var (task, head) in heads) _heads.Add(task, head);
        _visits.Clear();
        _visits.AddRange(state.Visits);
        _tasks.Clear();
        _tasks.AddRange(state.Tasks);
    }
}
