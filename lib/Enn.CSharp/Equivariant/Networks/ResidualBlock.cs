using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>relu(residual_function(x) + shortcut(x)): convolution, dropout, normalisation, ReLU, second layer, normalisation; where the shape changes the shortcut is a 1x1 convolution.</summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Sequential residual_function;
    private readonly Sequential shortcut;

    internal ResidualBlock(ResNetLayers layers, long inputs, long outputs, int stride) : base(nameof(ResidualBlock))
    {
        residual_function = Sequential(layers.First(inputs, outputs, stride), layers.Dropout(), layers.Normalisation(outputs), ReLU(), layers.Second(outputs), layers.Normalisation(outputs));
        shortcut = stride != 1 || inputs != outputs ? Sequential(layers.Shortcut(inputs, outputs, stride), layers.Normalisation(outputs)) : Sequential();
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var residual = Chain.Run(residual_function.children().Cast<Module<Tensor, Tensor>>(), x);
        return (residual + (shortcut.Count == 0 ? x : shortcut.call(x))).relu_().MoveToOuterDisposeScope();
    }
}
