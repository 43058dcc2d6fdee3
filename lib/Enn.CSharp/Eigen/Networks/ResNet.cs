using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>
/// The paper's residual networks, [B, C, H, W] -&gt; [B, K]: stem, four stages of strides 1, 2, 2, 2, global average pooling, classifier. State-dict keys as the
/// official end-to-end code.
/// </summary>
public sealed class ResNet : Module<Tensor, Tensor>, IUnitChain
{
    private readonly Module<Tensor, Tensor> conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly Module<Tensor, Tensor> fc;

    /// <summary>A network of this architecture. Initial weights come from the default generator.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The depth is none of the known.</exception>
    public ResNet(ResNetOptions options) : base($"ResNet{options.Depth}")
    {
        Options = options;
        var layers = options.Layers ?? new EigenLayers();
        var blocks = options.Blocks;
        var channels = options.Width;

        Sequential Stage(int stage)
        {
            var planes = options.Width << stage;
            var list = new List<Module<Tensor, Tensor>>();
            for (var i = 0; i < blocks[stage]; i++)
            {
                var stride = stage > 0 && i == 0 ? 2 : 1;
                list.Add(options.HasBottlenecks ? new Bottleneck(layers, channels, planes, stride) : new BasicBlock(layers, channels, planes, stride));
                channels = options.HasBottlenecks ? planes * Bottleneck.Expansion : planes;
            }
            return nn.Sequential(list);
        }

        conv1 = options.Stem == Stem.Cifar ? layers.Convolution(options.Channels, channels, 3, 1, 1) : layers.Convolution(options.Channels, channels, 7, 2, 3);
        bn1 = layers.Normalisation(channels);
        layer1 = Stage(0);
        layer2 = Stage(1);
        layer3 = Stage(2);
        layer4 = Stage(3);
        fc = layers.Classifier(channels, options.Classes);
        RegisterComponents();
        Units =
        [
            new("stem", ReadInput, [("conv1", conv1), ("bn1", bn1)]),
            .. new[] { layer1, layer2, layer3, layer4 }.SelectMany((stage, s) => stage.named_children().Select(block =>
                new NetworkUnit($"layer{s + 1}.{block.name}", ((ResidualBlock)block.module).forward, [($"layer{s + 1}.{block.name}", block.module)]))),
            new("fc", h => fc.forward(h.mean([2L, 3L])), [("fc", fc)]),
        ];
    }

    /// <summary>The architecture.</summary>
    public ResNetOptions Options { get; }

    /// <inheritdoc/>
    public IReadOnlyList<NetworkUnit> Units { get; }

    /// <summary>Each convolution and the normalisation after it, by their names.</summary>
    internal IEnumerable<(string Convolution, string Normalisation)> Normalised =>
        this.named_modules().Where(m => m.module is ResidualBlock)
            .SelectMany(m => ((ResidualBlock)m.module).Normalised.Select(pair => ($"{m.name}.{pair.Convolution}", $"{m.name}.{pair.Normalisation}"))).Prepend(("conv1", "bn1"));

    /// <inheritdoc/>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The input has another number of channels.</exception>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var h = input;
        foreach (var unit in Units)
        {
            var next = unit.Forward(h);
            if (!ReferenceEquals(h, input)) h.Dispose();
            h = next;
        }
        return h.MoveToOuterDisposeScope();
    }

    /// <summary>The same function of plain layers, with the same keys but <c>weight</c> for the factors: ordinary ResNet weights.</summary>
    public ResNet ToDense() => Loaded(new DenseLayers(), PlainWeights.Of(this));

    /// <summary>The same function in evaluation mode, of plain convolutions that have taken in their normalisations.</summary>
    /// <exception cref="InvalidOperationException">They have done so already.</exception>
    public ResNet ToFolded() => Options.Layers is FoldedLayers
        ? throw new InvalidOperationException("This network's normalisations are folded already.")
        : Loaded(new FoldedLayers(), PlainWeights.Folded(this, Normalised));

    /// <summary>The classifier on the features of any place: [..., C] -&gt; [..., K].</summary>
    internal Tensor Read(Tensor features) => fc.forward(features);

    private ResNet Loaded(LayerKind layers, Dictionary<string, Tensor> state)
    {
        var twin = new ResNet(Options with { Layers = layers });
        var mine = state.First().Value;
        twin.to(mine.dtype).to(mine.device);
        twin.load_state_dict(state);
        twin.train(training && layers is not FoldedLayers);
        return twin;
    }

    private Tensor ReadInput(Tensor input)
    {
        using var scope = NewDisposeScope();
        var h = bn1.forward(conv1.forward(input)).relu_();
        if (Options.Stem == Stem.ImageNet) h = functional.max_pool2d(h, 3, 2, 1);
        return h.MoveToOuterDisposeScope();
    }
}
