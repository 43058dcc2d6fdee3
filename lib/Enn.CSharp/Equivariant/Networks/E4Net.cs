using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>
/// The paper's net for rotated digits, [B, 1, 28, 28] -&gt; logits [B, classes]: lifting convolution, E4, pool, two E4, pool, three E4, maximum over the
/// group and the pixels, linear classifier; normalisation and ReLU after every layer. The logits are the same for an image and the image moved by the group: in
/// exact mode for any size, in official mode for untrained nets and sides that are multiples of 4. State-dict keys as the official code.
/// </summary>
public sealed class E4Net : Module<Tensor, Tensor>
{
    private const int Stem = 3;

    private readonly Module<Tensor, Tensor> conv1, conv2, conv3, conv4, conv5, conv6, conv7;
    private readonly GroupBatchNorm bn1, bn2, bn3, bn4, bn5, bn6, bn7;
    private readonly Dropout drop;
    private readonly Sequential fully_net;
    private readonly Module<Tensor, Tensor>[] _steps;

    /// <summary>A net with weights from the default generator.</summary>
    public E4Net(E4NetOptions options) : base(nameof(E4Net))
    {
        Options = options;
        var fields = FeatureField.Regular(options.Group, options.Width);
        Module<Tensor, Tensor> Layer() => options.ConvolutionKernel is { } kernel ? new GroupConvolution(fields, options.Width, kernel) : new E4Layer(fields, options.Width, options.Layer);
        conv1 = new GroupConvolution(FeatureField.Image(options.Group, 1), options.Width, Stem);
        (conv2, conv3, conv4, conv5, conv6, conv7) = (Layer(), Layer(), Layer(), Layer(), Layer(), Layer());
        (bn1, bn2, bn3, bn4, bn5, bn6, bn7) = (new(fields), new(fields), new(fields), new(fields), new(fields), new(fields), new(fields));
        drop = nn.Dropout(options.Dropout);
        fully_net = Sequential(Linear(options.Width, options.Classes));
        RegisterComponents();
        var pool = new SpatialPool(fields, 2, options.Layer.Mode);
        _steps =
        [
            conv1, bn1, ReLU(), conv2, bn2, ReLU(), pool, conv3, bn3, ReLU(), drop, conv4, bn4, ReLU(), drop, pool,
            conv5, bn5, ReLU(), drop, conv6, bn6, ReLU(), drop, conv7, bn7, ReLU(), drop, new GroupPool(fields),
        ];
    }

    /// <summary>What it is made of.</summary>
    public E4NetOptions Options { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var h = Chain.Run(_steps, input);
        return fully_net.call(h.flatten(2).max(2).values).MoveToOuterDisposeScope();
    }
}
