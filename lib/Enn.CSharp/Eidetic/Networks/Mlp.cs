using static TorchSharp.torch.nn;

namespace Enn.Eidetic;

/// <summary>The official MLP: flatten, then hidden layers of one width, each linear, batch normalisation, dropout, ReLU.</summary>
public sealed class Mlp : IArchitecture
{
    private readonly double _dropout;

    /// <summary>A network.</summary>
    /// <param name="inputs">Values of a sample.</param>
    /// <param name="layers">Hidden layers after the first: the official <c>num_layers</c>, one less than there are.</param>
    /// <param name="width">Neurons of a hidden layer.</param>
    /// <param name="dropout">The share of activations zeroed in training.</param>
    /// <param name="batchNorm">Whether a batch normalisation, in place of the bias, stands behind each linear layer.</param>
    public Mlp(int inputs, int layers = 2, int width = 4096, double dropout = 0, bool batchNorm = true)
    {
        _dropout = dropout;
        Groups = [.. Enumerable.Range(0, layers + 1).Select(i => new ChannelGroup($"hidden {i + 1}", width))];
        Layers = [.. Groups.Select((group, i) => new EideticLayer($"blocks.{i}.0", Connection.Linear(), i == 0 ? ChannelGroup.Input(inputs) : Groups[i - 1], group,
            batchNorm ? $"blocks.{i}.1" : null, bias: !batchNorm))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ChannelGroup> Groups { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EideticLayer> Layers { get; }

    /// <inheritdoc/>
    public Features Forward(Features x)
    {
        ArgumentNullException.ThrowIfNull(x);
        x = x.Map(t => t.flatten(1));
        foreach (var layer in Layers)
        {
            x = layer.Forward(x);
            x = x.Map(t => functional.relu(_dropout > 0 && x.Training ? functional.dropout(t, _dropout) : t));
        }
        return x;
    }
}
