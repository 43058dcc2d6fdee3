using Enn.Torch.Core;
using static TorchSharp.torch;

namespace Enn.Torch;

/// <summary>When and where a tensor's values were last written: while the stamp stays the same, so do the values.</summary>
/// <param name="Version">How often operators have changed the values in place. Writing through <c>data&lt;T&gt;()</c> is not counted.</param>
/// <param name="Address">Where the values lie, which moving or converting a module changes.</param>
public readonly record struct TensorStamp(long Version, nint Address)
{
    private static readonly Op _version = "_version";

    /// <summary>A tensor's stamp now.</summary>
    public static TensorStamp Of(Tensor tensor)
    {
        var stamp = new TensorStamp(_version.CallInt(tensor), Native.enn_tensor_data(tensor.Handle));
        GC.KeepAlive(tensor);
        return stamp;
    }
}
