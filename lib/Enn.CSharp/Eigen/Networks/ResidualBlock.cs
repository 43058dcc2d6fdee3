using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>ReLU(main(x) + shortcut(x)), the shortcut being the identity, or a 1x1 convolution and a normalisation where the shape changes.</summary>
public abstract class ResidualBlock : Module<Tensor, Tensor>
{
    private protected ResidualBlock(string name) : base(name) { }

    private protected abstract Tensor Main(Tensor x);

    private protected abstract Tensor Shortcut(Tensor x);

    /// <summary>Each convolution and the normalisation after it, by their names in the block.</summary>
    internal abstract IEnumerable<(string Convolution, string Normalisation)> Normalised { get; }

    /// <inheritdoc/>
    public sealed override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        // In place on the sum, which nobody else holds.
        return (Main(input) + Shortcut(input)).relu_().MoveToOuterDisposeScope();
    }

    private protected static Module<Tensor, Tensor>? MakeShortcut(LayerKind layers, long inputs, long outputs, long stride) =>
        stride == 1 && inputs == outputs ? null : nn.Sequential(layers.Convolution(inputs, outputs, 1, stride), layers.Normalisation(outputs));
}
