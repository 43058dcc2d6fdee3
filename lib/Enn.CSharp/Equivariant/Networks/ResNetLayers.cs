using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>Makes the layers of a ResNet-18: ordinary ones, or those of a group.</summary>
internal sealed class ResNetLayers(ResNet18Options options)
{
    private const int Kernel = 3;

    internal Module<Tensor, Tensor> Stem() => options.Group is { } group
        ? new GroupConvolution(FeatureField.Image(group, options.Channels), options.Width, Kernel)
        : Conv2d(options.Channels, options.Width, Kernel, padding: Kernel / 2, bias: false);

    internal Module<Tensor, Tensor> First(long inputs, long outputs, int stride) => Convolution(inputs, outputs, Kernel, stride, false);

    internal Module<Tensor, Tensor> Second(long fields) => options is { E4: { } e4, Group: { } group }
        ? new E4Layer(FeatureField.Regular(group, fields), fields, e4)
        : Convolution(fields, fields, Kernel, 1, options.HasBias);

    internal Module<Tensor, Tensor> Shortcut(long inputs, long outputs, int stride) => Convolution(inputs, outputs, 1, stride, false);

    internal Module<Tensor, Tensor> Normalisation(long fields) => options.Group is { } group ? new GroupBatchNorm(FeatureField.Regular(group, fields)) : BatchNorm2d(fields);

    internal Module<Tensor, Tensor> Dropout() => nn.Dropout(options.Dropout);

    private Module<Tensor, Tensor> Convolution(long inputs, long outputs, int kernel, int stride, bool hasBias) => options.Group is { } group
        ? new GroupConvolution(FeatureField.Regular(group, inputs), outputs, kernel, stride, hasBias, options.Mode)
        : Conv2d(inputs, outputs, kernel, stride: stride, padding: kernel / 2, bias: hasBias);
}
