using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>Where a convolution's kernel goes: everything but its weights. Lists hold one number per spatial axis.</summary>
/// <param name="Kernel">Kernel sizes.</param>
/// <param name="Stride">Strides.</param>
/// <param name="Padding">Padded positions on both sides of each axis; ignored where <paramref name="Named"/> is given.</param>
/// <param name="Dilation">Distances between kernel positions.</param>
/// <param name="Groups">Into how many groups the channels are divided.</param>
/// <param name="Mode">What is padded: zeros, or values of the input (reflect, replicate, circular).</param>
/// <param name="Named">'same' or 'valid' padding, or null.</param>
public sealed record ConvolutionGeometry(long[] Kernel, long[] Stride, long[] Padding, long[] Dilation, long Groups = 1,
    PaddingModes Mode = PaddingModes.Zeros, Padding? Named = null)
{
    /// <summary>The geometry of an existing convolution.</summary>
    public static ConvolutionGeometry Of(Convolution layer) => new(layer.kernel_size, layer.stride, layer.padding ?? new long[layer.kernel_size.Length],
        layer.dilation, layer.groups, layer.padding_mode, layer.padding_type);

    /// <summary>How many positions are padded before and after each axis, last axis first, as <c>functional.pad</c> counts them.</summary>
    public long[] Amounts()
    {
        var axes = Kernel.Length;
        var amounts = new long[2 * axes];
        for (var axis = 0; axis < axes; axis++)
        {
            var total = Named switch
            {
                TorchSharp.Padding.Same => Dilation[axis] * (Kernel[axis] - 1),
                TorchSharp.Padding.Valid => 0,
                _ => 2 * Padding[axis],
            };
            amounts[2 * (axes - 1 - axis)] = total / 2;
            amounts[2 * (axes - 1 - axis) + 1] = total - total / 2;
        }
        return amounts;
    }

    /// <summary>The input with its padding made explicit.</summary>
    public Tensor Pad(Tensor x)
    {
        var amounts = Amounts();
        if (Array.TrueForAll(amounts, n => n == 0)) return x;
        return Mode is PaddingModes.Zeros or PaddingModes.Constant ? functional.pad(x, amounts, PaddingModes.Constant, 0) : functional.pad(x, amounts, Mode);
    }

    /// <summary>Whether the convolution itself can pad: zeros, as many before as after.</summary>
    public bool PadsItself => Mode is PaddingModes.Zeros or PaddingModes.Constant && (Named is null or TorchSharp.Padding.Valid);

    /// <summary>The padding to give to a convolution that pads itself.</summary>
    public long[] OwnPadding => Named is null ? Padding : new long[Kernel.Length];
}
