#if ENN_TORCH
using Enn.Torch;
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
    internal static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> values) => BinaryCheckpoint.Write(path, tensors, values);

    internal static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Values) Read(string path) => BinaryCheckpoint.Read(path);
#endif
}
