using Enn.Torch.Core;
using TorchSharp.Modules;

namespace TorchSharp;

/// <summary>What is done to the gradients of many parameters at once: one native call each.</summary>
internal static unsafe class Gradients
{
    internal static void Clear(IEnumerable<Parameter> parameters, bool setToNone)
    {
        var all = parameters as Parameter[] ?? [.. parameters];
        var handles = new IntPtr[all.Length];
        for (var i = 0; i < all.Length; i++) handles[i] = all[i].Handle;
        fixed (IntPtr* p = handles) TorchException.Check(Native.enn_clear_grads(p, handles.Length, setToNone ? 1 : 0), "zero_grad");
        GC.KeepAlive(all);
    }
}
