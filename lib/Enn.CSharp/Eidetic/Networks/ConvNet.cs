using static TorchSharp.torch.nn;

namespace Enn.Eidetic;

/// <summary>The official plain convolutional network: 3x3 convolutions in three stages, each block convolution, batch normalisation, dropout, ReLU; a global maximum at the end.</summary>
public sealed class ConvNet : IArchitecture
{
    private readonly double _dropout;
    private readonly HashSet<EideticLayer> _pooled;

    /// <summary>A network.</summary>
    /// <param name="channels">Of the images.</param>
    /// <param name="layers">Convolutions of a stage: the official <c>num_layers</c>. There are 1 + 3 layers in all.</param>
    /// <param name="width">Channels of the first layer; the stages have 4, 8 and 32 times as many.</param>
    /// <param name="dropout">The share of activations zeroed in training.</param>
    /// <param name="batchNorm">Whether a batch normalisation, in place of the bias, stands behind each convolution.</param>
    public ConvNet(int channels, int layers = 2, int width = 32, double dropout = 0, bool batchNorm = true)
    {
        _dropout = dropout;
        int[] widths = [width, .. new[] { 4, 8, 32 }.SelectMany(stage => Enumerable.Repeat(stage * width, layers))];
        Groups = [.. widths.Select((size, i) => new ChannelGroup($"conv {i + 1}", size))];
        Layers = [.. Groups.Select((group, i) => new EideticLayer($"blocks.{i}.0", Connection.Conv2d(3, padding: 1), i == 0 ? ChannelGroup.Input(channels) : Groups[i - 1], group,
            batchNorm ? $"blocks.{i}.1" : null, bias: !batchNorm))];
        _pooled = [Layers[0], Layers[layers + 1], Layers[2 * layers + 1]];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ChannelGroup> Groups { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EideticLayer> Layers { get; }

    /// <inheritdoc/>
    public Features Forward(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        foreach (var layer in Layers)
        {
            x = layer.Forward(x);
            x = x.Map(t =>
            {
                t = _dropout > 0 && x.Training ? functional.dropout(t, _dropout) : t;
                // The official order is ReLU, then maximum. The maximum first gives the same numbers and gradients, and leaves the ReLU a quarter.
                return functional.relu(_pooled.Contains(layer) ? functional.max_pool2d(t, 2) : t);
            });
        }
        return x.Map(t => functional.adaptive_max_pool2d(t, [1, 1]).flatten(1));
    }
}
