#if ENN_TORCH
using Enn.Torch;
#else
using System.Text;
using TorchSharp;
#endif
using static TorchSharp.torch;

namespace Enn.Training;

/// <summary>The one place that knows how a checkpoint lies in a file: safetensors, which our binding writes; TorchSharp's own format where that is in use.</summary>
internal static class CheckpointFile
{
#if ENN_TORCH
    internal static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> values) => Safetensors.Save(path, tensors, values);

    internal static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Values) Read(string path)
    {
        using var file = Safetensors.Open(path);
        // Whoever reads a checkpoint owns its tensors, whatever scope is open.
        return (file.Names.ToDictionary(name => name, name => file.Read(name).DetachFromDisposeScope()), file.Metadata);
    }
#else
    internal static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> values)
    {
        var temporary = path + ".new";
        using (var writer = new BinaryWriter(new FileStream(temporary, FileMode.Create), Encoding.UTF8))
        {
            writer.Write(values.Count);
            foreach (var (name, value) in values)
            {
                writer.Write(name);
                writer.Write(value);
            }
            writer.Write(tensors.Count);
            foreach (var (name, tensor) in tensors)
            {
                writer.Write(name);
                tensor.Save(writer);
            }
        }
        File.Move(temporary, path, overwrite: true);
    }

    internal static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Values) Read(string path)
    {
        using var reader = new BinaryReader(new FileStream(path, FileMode.Open, FileAccess.Read), Encoding.UTF8);
        try
        {
            var values = new Dictionary<string, string>();
            for (var n = reader.ReadInt32(); n > 0; n--) values.Add(reader.ReadString(), reader.ReadString());
            var tensors = new Dictionary<string, Tensor>();
            for (var n = reader.ReadInt32(); n > 0; n--) tensors.Add(reader.ReadString(), TensorExtensionMethods.Load(reader).DetachFromDisposeScope());
            return (tensors, values);
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException($"{path}: the checkpoint is cut off. Delete it to start the run again.", error);
        }
    }
#endif
}
