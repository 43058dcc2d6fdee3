using Enn.Torch.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch;

/// <summary>What a layer of a non-negative network adds to an ordinary one, differentiable, one pass over memory each way where it is float32 on the CPU.</summary>
public static unsafe class FusedNonNegative
{
    /// <summary>
    /// W = W+ - W- and b = b' + a_max W- 1 - a_min W+ 1 - c: the ordinary layer whose response is that of the two branches. Gradients flow to the first three.
    /// </summary>
    /// <param name="plus">W+, shape [N, ...].</param>
    /// <param name="minus">W-, the same shape.</param>
    /// <param name="bias">b', shape [N].</param>
    /// <param name="max">a_max, one element.</param>
    /// <param name="min">a_min, one element; null for 0.</param>
    /// <param name="shift">c, one element or [N]; null for 0.</param>
    /// <exception cref="TorchException">Shapes that do not fit.</exception>
    public static (Tensor Weight, Tensor Bias) FoldBranches(Tensor plus, Tensor minus, Tensor bias, Tensor max, Tensor? min = null, Tensor? shift = null)
    {
        var results = stackalloc IntPtr[2];
        var status = Native.enn_fold_branches(plus.Handle, minus.Handle, bias.Handle, max.Handle, min?.Handle ?? IntPtr.Zero, shift?.Handle ?? IntPtr.Zero, results);
        if (status < 0) throw TorchException.FromNative("fold_branches", $"{(Arg)plus}, {(Arg)minus}, {(Arg)bias}, {(Arg)max}, {(Arg)min}, {(Arg)shift}");
        GC.KeepAlive(plus);
        GC.KeepAlive(minus);
        GC.KeepAlive(bias);
        GC.KeepAlive(max);
        GC.KeepAlive(min);
        GC.KeepAlive(shift);
        return (Tensor.Own(results[0], true), Tensor.Own(results[1], true));
    }

    /// <summary>sin^2(pi/2 clip(x, 0, 1)), whose derivative is exactly 0 outside (0, 1).</summary>
    public static Tensor PhotonicSinusoidal(Tensor x)
    {
        var result = Native.enn_photonic_sinusoidal(x.Handle);
        if (result == IntPtr.Zero) throw TorchException.FromNative("photonic_sinusoidal", ((Arg)x).ToString());
        GC.KeepAlive(x);
        return Tensor.Own(result, true);
    }
}
