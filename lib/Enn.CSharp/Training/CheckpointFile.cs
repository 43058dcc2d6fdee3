using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Training;

/// <summary>The one place that knows how a checkpoint lies in a file.</summary>
internal static class CheckpointFile
{
    internal static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> values)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create))
        {
            using var writer = new BinaryWriter(file, Encoding.UTF8);
            writer.Write(values.Count);
            foreach (var (name, value) in values) { writer.Write(name); writer.Write(value); }
            writer.Write(tensors.Count);
            foreach (var (name, tensor) in tensors) { writer.Write(name); writer.Write((int)tensor.dtype); writer.Write((int)tensor.ndim); foreach (var size in tensor.shape) writer.Write(size); writer.Write(tensor.bytes); }
        }
        File.Move(temporary, path, overwrite: true);
    }

    internal static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Values) Read(string path)
    {
        using var reader = new BinaryReader(new FileStream(path, FileMode.Open), Encoding.UTF8);
        try
        {
            var values = Enumerable.Range(0, reader.ReadInt32()).Select(_ => (Name: reader.ReadString(), Text: reader.ReadString())).ToDictionary(v => v.Name, v => v.Text);
            var tensors = Enumerable.Range(0, reader.ReadInt32()).Select(_ => (Name: reader.ReadString(), Tensor: ReadTensor(reader))).ToDictionary(v => v.Name, v => v.Tensor);
            return (tensors, values);
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"{path}: the checkpoint is damaged ({error.Message}). Delete it to start the run again.", error);
        }
    }

    private static Tensor ReadTensor(BinaryReader reader)
    {
        var type = (ScalarType)reader.ReadInt32();
        var shape = Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadInt64()).ToArray();
        var tensor = empty(shape, dtype: type).DetachFromDisposeScope();
        reader.BaseStream.ReadExactly(tensor.bytes);
        return tensor;
    }
}
