using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>The block of ResNet-50 and deeper: 1x1, 3x3 (with the stride) and 1x1 to four times the width, each with a normalisation.</summary>
public sealed class Bottleneck : ResidualBlock
{
    /// <summary>How many times wider than its middle a block's output is.</summary>
    public const long Expansion = 4;

    private readonly Module<Tensor, Tensor> conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Module<Tensor, Tensor> conv2;
    private readonly Module<Tensor, Tensor> bn2;
    private readonly Module<Tensor, Tensor> conv3;
    private readonly Module<Tensor, Tensor> bn3;
    private readonly Module<Tensor, Tensor>? shortcut;

    /// <summary>[B, inputs, H, W] -&gt; [B, 4 planes, H/stride, W/stride], rounded up.</summary>
    /// <param name="layers">What it is made of.</param>
    /// <param name="inputs">Channels read.</param>
    /// <param name="planes">Channels of the middle convolution.</param>
    /// <param name="stride">Of the middle convolution and the shortcut.</param>
    public Bottleneck(LayerKind layers, long inputs, long planes, long stride) : base(nameof(Bottleneck))
    {
        conv1 = layers.Convolution(inputs, planes, 1);
        bn1 = layers.Normalisation(planes);
        conv2 = layers.Convolution(planes, planes, 3, stride, 1);
        bn2 = layers.Normalisation(planes);
        conv3 = layers.Convolution(planes, planes * Expansion, 1);
        bn3 = layers.Normalisation(planes * Expansion);
        shortcut = MakeShortcut(layers, inputs, planes * Expansion, stride);
        RegisterComponents();
    }

    internal override IEnumerable<(string Convolution, string Normalisation)> Normalised
    {
        get
        {
            for (var i = 1; i <= 3; i++) yield return ($"conv{i}", $"bn{i}");
            if (shortcut is not null) yield return ("shortcut.0", "shortcut.1");
        }
    }

    private protected override Tensor Main(Tensor x) =>
        bn3.forward(conv3.forward(bn2.forward(conv2.forward(bn1.forward(conv1.forward(x)).relu_())).relu_()));

    private protected override Tensor Shortcut(Tensor x) => shortcut is null ? x : shortcut.forward(x);
}
