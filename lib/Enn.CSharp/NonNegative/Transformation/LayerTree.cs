using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>The chain of a network with its nested chains opened up, each place with a name.</summary>
internal static class LayerTree
{
    /// <summary>The nodes of a network, named after its modules; layers that occur again get a number.</summary>
    internal static IReadOnlyList<LayerNode> Of(Module<Tensor, Tensor> network)
    {
        var names = new Dictionary<Module, string>(ReferenceEqualityComparer.Instance);
        foreach (var (name, module) in network.named_modules()) names.TryAdd(module, name.Replace('.', '_'));
        var used = new HashSet<string>();

        string Name(Module module)
        {
            var name = names.GetValueOrDefault(module) is { Length: > 0 } known ? known : module.GetName();
            var unique = name;
            for (var n = 2; !used.Add(unique); n++) unique = $"{name}_{n}";
            return unique;
        }

        IReadOnlyList<LayerNode> Open(Module<Tensor, Tensor> module) => module switch
        {
            ILayered chain => [.. chain.Layers.SelectMany(Open)],
            Sequential chain => [.. chain.children().Select(child => (Module<Tensor, Tensor>)child).SelectMany(Open)],
            IResidual block => [new LayerNode.Residual(Name(module), [.. block.Main.SelectMany(Open)], [.. block.Shortcut.SelectMany(Open)],
                new LayerNode.Leaf(Name(block.Activation), block.Activation))],
            _ => [new LayerNode.Leaf(Name(module), module)],
        };

        return Open(network);
    }

    /// <summary>Computes a chain; `visit` sees each layer with its input and output.</summary>
    internal static Tensor Run(IReadOnlyList<LayerNode> nodes, Tensor x, Action<LayerNode, Tensor, Tensor>? visit = null) =>
        nodes.Aggregate(x, (value, node) => node.Run(value, visit));
}
