using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>
/// ResNet-18 for CIFAR images and its versions for planar groups, [B, 3, 32, 32] -&gt; logits [B, classes]: 3x3 stem, four stages of two blocks, maximum
/// over the group, global mean, linear classifier. State-dict keys as the official code.
/// </summary>
/// <remarks>
/// The group versions convolve every pixel and then pool where the ordinary one has a stride: a stride alone would not be equivariant. In exact mode the logits are the
/// same for an image and the image moved by the group, whatever its size; in official mode with an E4 layer only untrained, and for sides that are multiples of 8.
/// </remarks>
public sealed class ResNet18 : Module<Tensor, Tensor>
{
    private const int Blocks = 2;

    private readonly Sequential conv1;
    private readonly Sequential conv2_x;
    private readonly Sequential conv3_x;
    private readonly Sequential conv4_x;
    private readonly Sequential conv5_x;
    private readonly Linear fc;
    private readonly GroupPool? _pool;

    /// <summary>A network with weights from the default generator.</summary>
    public ResNet18(ResNet18Options options) : base(nameof(ResNet18))
    {
        Options = options;
        var layers = new ResNetLayers(options);
        var inputs = options.Width;

        Sequential Stage(long outputs, int stride)
        {
            var blocks = Enumerable.Range(0, Blocks).Select(i => (Module<Tensor, Tensor>)new ResidualBlock(layers, i == 0 ? inputs : outputs, outputs, i == 0 ? stride : 1)).ToList();
            inputs = outputs;
            return Sequential(blocks);
        }

        conv1 = Sequential(layers.Stem(), layers.Normalisation(options.Width), ReLU());
        conv2_x = Stage(options.Width, 1);
        conv3_x = Stage(options.Width * 2, 2);
        conv4_x = Stage(options.Width * 4, 2);
        conv5_x = Stage(options.Width * 8, 2);
        fc = Linear(inputs, options.Classes);
        RegisterComponents();
        if (options.Group is { } group) _pool = new GroupPool(FeatureField.Regular(group, inputs));
    }

    /// <summary>What it is made of.</summary>
    public ResNet18Options Options { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var h = Chain.Run([conv1, conv2_x, conv3_x, conv4_x, conv5_x], input);
        if (_pool is not null) h = _pool.call(h);
        return fc.call(h.mean([2L, 3L])).MoveToOuterDisposeScope();
    }
}
