namespace Enn.Eidetic;

/// <summary>
/// What a network of one's own declares: its channel groups, its layers, and how activations flow from the input to the last group. Everything else (who owns
/// what, pruning, freezing, growth, extraction) follows from it.
/// </summary>
/// <example>
/// A network of two convolutions and a linear layer behind a flattened 4 x 4 map (<c>functional</c> is <c>TorchSharp.torch.nn.functional</c>):
/// <code>
/// sealed class Digits : IArchitecture
/// {
///     private readonly EideticLayer _first, _second, _third;
///     public Digits()
///     {
///         ChannelGroup image = ChannelGroup.Input(1), edges = new("edges", 8), parts = new("parts", 16), digits = new("digits", 32);
///         _first = new EideticLayer("conv1", Connection.Conv2d(3, padding: 1), image, edges, norm: "bn1", bias: false);
///         _second = new EideticLayer("conv2", Connection.Conv2d(3, padding: 1), edges, parts);
///         _third = new EideticLayer("fc", Connection.Linear(columnsPerChannel: 16), parts, digits);
///         (Groups, Layers) = ([edges, parts, digits], [_first, _second, _third]);
///     }
///     public IReadOnlyList&lt;ChannelGroup&gt; Groups { get; }
///     public IReadOnlyList&lt;EideticLayer&gt; Layers { get; }
///     public Features Forward(Features x)
///     {
///         x = _first.Forward(x).Map(t =&gt; functional.max_pool2d(functional.relu(t), 2));
///         x = _second.Forward(x).Map(t =&gt; functional.relu(t).flatten(1));
///         return _third.Forward(x).Map(t => functional.relu(t));
///     }
/// }
/// </code>
/// </example>
public interface IArchitecture
{
    /// <summary>Its channel groups in the order in which they are computed; the heads read the last one.</summary>
    IReadOnlyList<ChannelGroup> Groups { get; }

    /// <summary>Its layers in the order of the state dict.</summary>
    IReadOnlyList<EideticLayer> Layers { get; }

    /// <summary>From the input, [B, ...], to the last group's activations, [B, n].</summary>
    Features Forward(Features x);
}
