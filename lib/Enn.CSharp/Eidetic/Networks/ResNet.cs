using static TorchSharp.torch.nn;

namespace Enn.Eidetic;

/// <summary>
/// The official residual network: x becomes block(x) + shortcut(x) without anything behind the sum, the block being convolution, normalisation, ReLU, convolution,
/// normalisation and, where it halves the image, a maximum; the shortcut a 1x1 convolution without bias, always there. Global mean at the end.
/// </summary>
public sealed class ResNet : IArchitecture
{
    private readonly List<Block> _blocks = [];

    /// <summary>A network.</summary>
    /// <param name="options">Its shape.</param>
    public ResNet(ResNetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var groups = new List<ChannelGroup>();
        var from = ChannelGroup.Input(options.Channels);
        foreach (var (middle, last, halves) in options.Blocks())
        {
            var i = _blocks.Count;
            ChannelGroup mid = new($"block {i + 1} inside", middle), to = new($"block {i + 1}", last);
            var stem = i == 0 && !options.LowResolution ? Connection.Conv2d(7, padding: 3) : Connection.Conv2d(3, padding: 1);
            _blocks.Add(new Block(Convolution($"blocks.{i}", 0, stem, from, mid, options), Convolution($"blocks.{i}", 3, Connection.Conv2d(3, padding: 1), mid, to, options),
                new EideticLayer($"res.{i}", Connection.Conv2d(1, halves ? 2 : 1), from, to, bias: false, scored: false), halves));
            groups.AddRange([mid, to]);
            from = to;
        }
        Groups = groups;
        Layers = [.. _blocks.Select(b => b.Shortcut), .. _blocks.SelectMany(b => new[] { b.First, b.Second })];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ChannelGroup> Groups { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EideticLayer> Layers { get; }

    /// <inheritdoc/>
    public Features Forward(Features x)
    {
        foreach (var block in _blocks) x = block.Forward(x);
        return x.Map(t => functional.adaptive_avg_pool2d(t, [1, 1]).flatten(1));
    }

    private static EideticLayer Convolution(string block, int index, Connection connection, ChannelGroup from, ChannelGroup to, ResNetOptions options) =>
        new($"{block}.{index}", connection, from, to, options.BatchNorm ? $"{block}.{index + 1}" : null, bias: !options.BatchNorm);

    private sealed record Block(EideticLayer First, EideticLayer Second, EideticLayer Shortcut, bool Halves)
    {
        public Features Forward(Features x)
        {
            var y = Second.Forward(First.Forward(x).Map(t => functional.relu(t)));
            if (Halves) y = y.Map(t => functional.max_pool2d(t, 2));
            return y + Shortcut.Forward(x);
        }
    }
}
