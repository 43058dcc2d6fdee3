using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>One place in a network's chain: a layer, or a residual block with chains of its own. A layer that occurs twice has two nodes.</summary>
internal abstract class LayerNode(string name)
{
    internal string Name { get; } = name;

    internal abstract Tensor Run(Tensor x, Action<LayerNode, Tensor, Tensor>? visit);

    internal sealed class Leaf(string name, Module<Tensor, Tensor> module) : LayerNode(name)
    {
        internal Module<Tensor, Tensor> Module { get; } = module;

        internal override Tensor Run(Tensor x, Action<LayerNode, Tensor, Tensor>? visit)
        {
            var y = Module.forward(x);
            visit?.Invoke(this, x, y);
            return y;
        }
    }

    internal sealed class Residual(string name, IReadOnlyList<LayerNode> main, IReadOnlyList<LayerNode> shortcut, Leaf activation) : LayerNode(name)
    {
        internal IReadOnlyList<LayerNode> Main { get; } = main;
        internal IReadOnlyList<LayerNode> Shortcut { get; } = shortcut;
        internal Leaf Activation { get; } = activation;

        internal override Tensor Run(Tensor x, Action<LayerNode, Tensor, Tensor>? visit)
        {
            var y = Activation.Run(LayerTree.Run(Main, x, visit) + LayerTree.Run(Shortcut, x, visit), visit);
            visit?.Invoke(this, x, y);
            return y;
        }
    }
}
