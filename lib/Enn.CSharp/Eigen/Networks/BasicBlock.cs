using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>The block of ResNet-18 and 34: 3x3 (with the stride), normalisation, ReLU, 3x3, normalisation.</summary>
public sealed class BasicBlock : ResidualBlock
{
    private readonly Module<Tensor, Tensor> conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Module<Tensor, Tensor> conv2;
    private readonly Module<Tensor, Tensor> bn2;
    private readonly Module<Tensor, Tensor>? shortcut;

    /// <summary>[B, inputs, H, W] -&gt; [B, planes, H/stride, W/stride], rounded up.</summary>
    /// <param name="layers">What it is made of.</param>
    /// <param name="inputs">Channels read.</param>
    /// <param name="planes">Channels given.</param>
    /// <param name="stride">Of the first convolution and the shortcut.</param>
    public BasicBlock(LayerKind layers, long inputs, long planes, long stride) : base(nameof(BasicBlock))
    {
        conv1 = layers.Convolution(inputs, planes, 3, stride, 1);
        bn1 = layers.Normalisation(planes);
        conv2 = layers.Convolution(planes, planes, 3, 1, 1);
        bn2 = layers.Normalisation(planes);
        shortcut = MakeShortcut(layers, inputs, planes, stride);
        RegisterComponents();
    }

    internal override IEnumerable<(string Convolution, string Normalisation)> Normalised =>
        shortcut is null ? [("conv1", "bn1"), ("conv2", "bn2")] : [("conv1", "bn1"), ("conv2", "bn2"), ("shortcut.0", "shortcut.1")];

    private protected override Tensor Main(Tensor x) => bn2.forward(conv2.forward(bn1.forward(conv1.forward(x)).relu_()));

    private protected override Tensor Shortcut(Tensor x) => shortcut is null ? x : shortcut.forward(x);
}
