using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Equivariant;

/// <summary>The last step of the E4 layer: each pixel's generated kernel is laid over the values around it, per group element (docs/equivariant.md).</summary>
public static class Aggregation
{
    /// <summary>
    /// out[b, s J + j, g, p] = sum_u K[b, s, sp_g[u], g, p] V[b, s J + j, g, stride p + d_u], where d_u runs over the k x k pixels around the centre and values
    /// outside the map are zero. One pass over memory each way where it is float32 or float64 on the CPU; shifted views elsewhere. The two agree to rounding.
    /// </summary>
    /// <param name="kernels">K as generated, [B, S k k n, H', W'].</param>
    /// <param name="values">V, [B, S J n, H, W], with H' = ceil(H / stride) and W' likewise.</param>
    /// <param name="group">Of n elements.</param>
    /// <param name="kernel">k, odd.</param>
    /// <param name="stride">The distance of the pixels that get a result.</param>
    /// <returns>[B, S J n, H', W'].</returns>
    /// <exception cref="ArgumentException">Shapes that do not fit each other.</exception>
    public static Tensor Apply(Tensor kernels, Tensor values, PlanarGroup group, int kernel, int stride = 1)
    {
        Check(kernels, values, group, kernel, stride);
#if ENN_TORCH
        if (stride == 1 && values.device_type == DeviceType.CPU && values.dtype is ScalarType.Float32 or ScalarType.Float64 && kernels.dtype == values.dtype)
            return Enn.Torch.FusedEquivariant.Aggregate(kernels, values, KernelRotation.Of(group, kernel).Table, group.Order, kernel);
#endif
        return ShiftedViews.Apply(kernels, values, group, kernel, stride);
    }

    private static void Check(Tensor kernels, Tensor values, PlanarGroup group, int kernel, int stride)
    {
        long Sampled(long length) => (length + stride - 1) / stride;
        var each = (long)kernel * kernel * group.Order;
        if (kernel % 2 == 0 || kernels.ndim != 4 || values.ndim != 4 || kernels.size(0) != values.size(0) || kernels.size(1) == 0 || kernels.size(1) % each != 0
            || values.size(1) % (kernels.size(1) / each * group.Order) != 0 || kernels.size(2) != Sampled(values.size(2)) || kernels.size(3) != Sampled(values.size(3)))
            throw new ArgumentException($"Kernels [{string.Join(", ", kernels.shape)}] of {kernel} x {kernel} pixels for {group} do not fit values [{string.Join(", ", values.shape)}] at stride {stride}.");
    }
}
