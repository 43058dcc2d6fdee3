using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>Whether tensors hold the same bits: stricter than equality, which takes -0 for 0 and nothing for NaN.</summary>
internal static class Bits
{
    internal static bool Same(Tensor a, Tensor b) => a.dtype == b.dtype && a.shape.SequenceEqual(b.shape) && Of(a).SequenceEqual(Of(b));

    internal static byte[] Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var flat = tensor.detach().cpu().contiguous();
        return flat.dtype == ScalarType.Float64 ? MemoryMarshal.AsBytes<double>(flat.data<double>().ToArray()).ToArray() : MemoryMarshal.AsBytes<float>(flat.data<float>().ToArray()).ToArray();
    }
}
