using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// The paper's fully connected network: flatten, linear layers with an activation between each two, log-softmax. State-dict keys: <c>layer1.weight</c>,
/// <c>layer1.bias</c>, <c>layer2.weight</c>... MNIST and Fashion-MNIST: 784-100-200-10; grey CIFAR-10: 1024-1024-512-10.
/// </summary>
public sealed class Mlp : LayeredNetwork
{
    /// <summary>A network of layers with these sizes, input first and number of classes last.</summary>
    /// <exception cref="ArgumentException">Fewer than two sizes.</exception>
    public Mlp(IReadOnlyList<long> sizes, Activation activation) : base(nameof(Mlp))
    {
        if (sizes.Count < 2) throw new ArgumentException("A network needs an input and an output size.", nameof(sizes));
        var layers = new List<Module<Tensor, Tensor>> { nn.Flatten() };
        for (var i = 1; i < sizes.Count; i++)
        {
            var linear = Linear(sizes[i - 1], sizes[i]);
            register_module($"layer{i}", linear);
            layers.Add(linear);
            layers.Add(i + 1 < sizes.Count ? activation : new LogProbabilities());
        }
        Layers = layers;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Module<Tensor, Tensor>> Layers { get; }
}
