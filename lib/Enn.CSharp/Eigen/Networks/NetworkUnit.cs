using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>A link of a network that is a chain: the stem, a block, the classifier. Local learning trains each on its own.</summary>
/// <param name="Name">The name in tables, and of its head in checkpoints.</param>
/// <param name="Forward">Features of the unit before (of the first: the input) to its own; of the last: logits [B, K].</param>
/// <param name="Modules">What it consists of, by their names in the network.</param>
public sealed record NetworkUnit(string Name, Func<Tensor, Tensor> Forward, IReadOnlyList<(string Name, nn.Module Module)> Modules)
{
    /// <summary>Parameters that belong to the network and no module of it, by name: a class token.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Loose { get; init; } = [];

    /// <summary>Its trainable parameters.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. Loose.Select(p => p.Parameter), .. Modules.SelectMany(m => m.Module.parameters()).Where(p => p.requires_grad)];

    /// <summary>Its Eigen layers.</summary>
    public IReadOnlyList<EigenLayer> Layers => [.. Modules.SelectMany(m => EigenLayers.Of(m.Module))];

    /// <summary>Parameters and buffers by their names in the network's state dict.</summary>
    public IEnumerable<(string Name, Tensor Value)> State() =>
        Loose.Select(p => (p.Name, (Tensor)p.Parameter)).Concat(Modules.SelectMany(m => m.Module.state_dict(prefix: m.Name).Select(entry => (entry.Key, entry.Value))));
}

/// <summary>A network whose forward is the composition of units that share nothing.</summary>
public interface IUnitChain
{
    /// <summary>The units, first to last.</summary>
    IReadOnlyList<NetworkUnit> Units { get; }
}
