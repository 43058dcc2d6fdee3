using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eidetic;

/// <summary>
/// What one task computes, as a small dense network: the neurons that it owns or reads, batch normalisations folded into the weights. Its logits are the task's;
/// to the bit where the task reads no other's neurons, and to rounding where several blocks became one weight. It shares nothing with the network it came from.
/// </summary>
public sealed class Subnetwork : Module<Tensor, Tensor>
{
    private readonly IArchitecture _architecture;
    private readonly Dictionary<EideticLayer, TrainableBlock> _blocks = [];
    private readonly Held _head;

    internal Subnetwork(EideticNetwork network, int task) : base(nameof(Subnetwork))
    {
        using var _ = no_grad();
        (_architecture, Task) = (network.Architecture, task);
        var head = network.Heads[task];
        var visits = network.Needs(head.Reads);
        using var body = new MergedBody(network.Layers, visits);
        var tree = new ModuleTree(this);
        foreach (var layer in network.Layers)
        {
            if (!body.Blocks.TryGetValue(layer, out var block)) continue;
            _blocks[layer] = new TrainableBlock(block.Weight.clone(), null, block.Bias?.clone(), null, []);
            tree.Add(layer.Key, _blocks[layer]);
        }
        _head = new Held(new TrainableBlock(Columns(network, head, visits), null, head.Block.Bias!.clone(), null, []));
        tree.Add("classifier", _head.Block);
        eval();
    }

    /// <summary>The task.</summary>
    public int Task { get; }

    /// <summary>Weights and biases.</summary>
    public long Numbers => parameters().Sum(p => p.numel());

    /// <summary>The task's logits: [B, Outputs].</summary>
    public override Tensor forward(Tensor x)
    {
        var features = _architecture.Forward(new Features(new Pass { Owned = Apply }, x));
        return _head.Block.Forward(EideticNetwork.HeadConnection, features.Owned, null) ?? _head.Block.Bias!.expand(x.size(0), -1).clone();
    }

    /// <summary>Multiply-adds of a sample.</summary>
    /// <param name="sample">The shape of a sample, without the batch.</param>
    public long MultiplyAdds(params long[] sample)
    {
        var places = Places.Of(_architecture, sample);
        return _blocks.Sum(b => places[b.Key] * b.Value.Weight!.numel()) + (_head.Block.Weight?.numel() ?? 0);
    }

    private Tensor? Apply(EideticLayer layer, Tensor? x) => _blocks.TryGetValue(layer, out var block) ? block.Forward(layer.Connection, x, null) : null;

    private static Tensor? Columns(EideticNetwork network, SealedBlock head, IReadOnlyList<int> visits)
    {
        Tensor[] parts = [.. visits.Select(visit => Part(visit)).OfType<Tensor>()];
        return parts.Length == 0 ? null : cat(parts, 1);

        Tensor? Part(int visit)
        {
            int Width(int v) => network.Output.Segments[v].Neurons.Count;
            if (Width(visit) == 0) return null;
            if (!head.Reads.Contains(visit)) return zeros([head.Block.Bias!.size(0), Width(visit)], head.Block.Weight.dtype, head.Block.Weight.device);
            return head.Block.Weight.narrow(1, head.Reads.TakeWhile(v => v != visit).Sum(Width), Width(visit));
        }
    }

    /// <summary>Keeps a module from becoming a component.</summary>
    private sealed record Held(TrainableBlock Block);
}
