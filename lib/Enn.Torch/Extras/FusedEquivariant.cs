using Enn.Torch.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch;

/// <summary>What an E4 layer adds to ordinary convolutions, differentiable, one pass over memory each way on the CPU.</summary>
public static unsafe class FusedEquivariant
{
    /// <summary>
    /// out[b, s J + j, g, p] = sum_u K[b, s, rotation[g k k + u], g, p] V[b, s J + j, g, p + d_u], with zeros around the map, without the unfolded tensor. Gradients
    /// flow to both; they cannot be differentiated again. Bit for bit the same for any number of threads.
    /// </summary>
    /// <param name="kernels">K, float32 or float64 on the CPU, [B, S k k n, H, W]: channel (s k k + u) n + g.</param>
    /// <param name="values">V, the same type, [B, S J n, H, W]: channel (s J + j) n + g.</param>
    /// <param name="rotation">n k k numbers in [0, k k).</param>
    /// <param name="order">n.</param>
    /// <param name="kernel">k, odd.</param>
    /// <exception cref="TorchException">Types, devices or shapes that do not fit.</exception>
    public static Tensor Aggregate(Tensor kernels, Tensor values, ReadOnlySpan<long> rotation, int order, int kernel)
    {
        IntPtr result;
        fixed (long* table = rotation) result = Native.enn_aggregate(kernels.Handle, values.Handle, table, rotation.Length, order, kernel);
        if (result == IntPtr.Zero) throw TorchException.FromNative("aggregate", $"{(Arg)kernels}, {(Arg)values}");
        GC.KeepAlive(kernels);
        GC.KeepAlive(values);
        return Tensor.Own(result, true);
    }
}
