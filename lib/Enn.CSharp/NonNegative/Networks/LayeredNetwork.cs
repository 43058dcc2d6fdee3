using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>A network whose forward is the composition of its layers.</summary>
public abstract class LayeredNetwork : Module<Tensor, Tensor>, ILayered
{
    private protected LayeredNetwork(string name) : base(name) { }

    /// <inheritdoc/>
    public abstract IReadOnlyList<Module<Tensor, Tensor>> Layers { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        foreach (var layer in Layers) x = layer.forward(x);
        return x;
    }
}
