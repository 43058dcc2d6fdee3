using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Experiments.EideticPaper;

/// <summary>An ordinary network for the baselines: a body and linear heads, of the same shape as the network that is pruned.</summary>
internal sealed class DenseNetwork : Module
{
    private readonly Module<Tensor, Tensor> body;
    private readonly ModuleList<Linear> heads;

    /// <summary>A network with random weights.</summary>
    /// <param name="choice">Its body: <c>mlp</c>.</param>
    /// <param name="inputs">Values of an input.</param>
    /// <param name="outputs">Outputs of each head.</param>
    internal DenseNetwork(NetworkChoice choice, long inputs, IEnumerable<int> outputs) : base(nameof(DenseNetwork))
    {
        if (choice.Kind != "mlp") throw new ArgumentException($"The baselines have no {choice.Kind}.", nameof(choice));
        var layers = new List<Module<Tensor, Tensor>> { Flatten() };
        for (var (layer, width) = (0, inputs); layer < choice.Layers; layer++, width = choice.Width)
        {
            layers.Add(Linear(width, choice.Width, hasBias: !choice.BatchNorm));
            if (choice.BatchNorm) layers.Add(BatchNorm1d(choice.Width));
            if (choice.Dropout > 0) layers.Add(Dropout(choice.Dropout));
            layers.Add(ReLU());
        }
        body = Sequential(layers.ToArray());
        heads = new ModuleList<Linear>([.. outputs.Select(count => Linear(choice.Width, count))]);
        RegisterComponents();
    }

    /// <summary>The outputs of a head, [batch, outputs].</summary>
    internal Tensor Forward(Tensor x, int head) => heads[head].call(body.call(x));
}
