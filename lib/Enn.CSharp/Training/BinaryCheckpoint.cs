using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Training;

/// <summary>
/// Checkpoints in TorchSharp's own tensor format, for builds that have no safetensors: texts, then tensors, each list led by its length. A file is written
/// beside the older one, brought to the disk, then put in its place in one step.
/// </summary>
internal static class BinaryCheckpoint
{
    internal static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> values)
    {
        var temporary = path + ".new";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create))
            using (var writer = new BinaryWriter(file, Encoding.UTF8))
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
                writer.Flush();
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    internal static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Values) Read(string path)
    {
        using var reader = new BinaryReader(new FileStream(path, FileMode.Open, FileAccess.Read), Encoding.UTF8);
        var tensors = new Dictionary<string, Tensor>();
        try
        {
            var values = new Dictionary<string, string>();
            for (var n = Count(reader); n > 0; n--) values.Add(reader.ReadString(), reader.ReadString());
            // Whoever reads a checkpoint owns its tensors, whatever scope is open.
            for (var n = Count(reader); n > 0; n--) tensors.Add(reader.ReadString(), TensorExtensionMethods.Load(reader).DetachFromDisposeScope());
            if (reader.BaseStream.Position != reader.BaseStream.Length) throw new FormatException("something follows its end");
            return (tensors, values);
        }
        // Whatever a reader trips over in bytes that are no checkpoint: an early end, bad numbers, a name twice, sizes that no memory holds.
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException or OverflowException or OutOfMemoryException or ExternalException)
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw new InvalidDataException($"{path}: the checkpoint is damaged ({error.Message}). Delete it to start the run again.", error);
        }
    }

    private static int Count(BinaryReader reader) => reader.ReadInt32() is >= 0 and var count ? count : throw new FormatException("a negative count");
}
