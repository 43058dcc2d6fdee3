using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>Ordinary layers with given weights.</summary>
internal static class PlainLayers
{
    internal static Linear Linear((Tensor Weight, Tensor Bias) values) => nn.Linear(new Parameter(values.Weight), new Parameter(values.Bias));

    internal static Module<Tensor, Tensor> Convolution((Tensor Weight, Tensor Bias) values, ConvolutionGeometry g)
    {
        var (dtype, device, inputs, outputs) = (values.Weight.dtype, values.Weight.device, values.Weight.size(1) * g.Groups, values.Weight.size(0));
        Convolution layer = (g.Kernel.Length, g.Named) switch
        {
            (1, null) => Conv1d(inputs, outputs, g.Kernel[0], g.Stride[0], g.Padding[0], g.Dilation[0], g.Mode, g.Groups, true, device, dtype),
            (1, { } named) => Conv1d(inputs, outputs, g.Kernel[0], named, g.Stride[0], g.Dilation[0], g.Mode, g.Groups, true, device, dtype),
            (2, null) => Conv2d(inputs, outputs, (g.Kernel[0], g.Kernel[1]), (g.Stride[0], g.Stride[1]), (g.Padding[0], g.Padding[1]),
                (g.Dilation[0], g.Dilation[1]), g.Mode, g.Groups, true, device, dtype),
            (2, { } named) => Conv2d(inputs, outputs, (g.Kernel[0], g.Kernel[1]), named, (g.Stride[0], g.Stride[1]), (g.Dilation[0], g.Dilation[1]),
                g.Mode, g.Groups, true, device, dtype),
            _ => throw new NotSupportedException($"A convolution over {g.Kernel.Length} axes has no non-negative form here."),
        };
        using var _ = no_grad();
        layer.weight!.copy_(values.Weight);
        layer.bias!.copy_(values.Bias);
        return layer;
    }
}
