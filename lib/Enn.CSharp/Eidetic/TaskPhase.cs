using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eidetic;

/// <summary>
/// What trains while a task is learned: the free neurons that are still kept, and the task's head. Its parameters, under the official names, are all that an
/// optimizer can reach: weights that earlier tasks own are not among them, so neither weight decay nor momentum can move those. Pruning gives a smaller phase and
/// leaves this one as the snapshot to return to.
/// </summary>
public sealed class TaskPhase : Module<Tensor, Tensor>
{
    private readonly IReadOnlyDictionary<EideticLayer, TrainableBlock> _blocks;
    private readonly IReadOnlyDictionary<ChannelGroup, int[]> _kept;

    internal TaskPhase(EideticNetwork network, int task, Transfer transfer, IReadOnlyDictionary<ChannelGroup, int[]> kept,
        IReadOnlyDictionary<EideticLayer, TrainableBlock> blocks, TrainableBlock head, MergedBody owned) : base(nameof(TaskPhase))
    {
        (Network, Task, Transfer, _kept, _blocks, Head, Owned) = (network, task, transfer, kept, blocks, new HeldHead(head), owned);
        Register(new ModuleTree(this), number => number == task ? head : null);
    }

    /// <summary>The network that this is the trainable part of.</summary>
    public EideticNetwork Network { get; }

    /// <summary>The task in training.</summary>
    public int Task { get; }

    /// <summary>What the new neurons read of the old ones.</summary>
    public Transfer Transfer { get; }

    /// <summary>The blocks by layer; a layer without free neurons has none.</summary>
    internal IReadOnlyDictionary<EideticLayer, TrainableBlock> Blocks => _blocks;

    /// <summary>The task's head.</summary>
    internal TrainableBlock HeadBlock => Head.Block;

    /// <summary>The owned neurons that training reads.</summary>
    internal MergedBody Owned { get; }

    private HeldHead Head { get; }

    /// <summary>The free neurons of a group that the task still keeps, ascending.</summary>
    public IReadOnlyList<int> Kept(ChannelGroup group) => _kept[group];

    /// <summary>The share of the weights of the body and the task's head that pruning has taken out: those between neurons that are not both owned or kept.</summary>
    public double Masked()
    {
        double Alive(ChannelGroup group) => group.IsInput ? 1 : (_kept[group].Length + group.Segments.Sum(s => s.Neurons.Count)) / (double)group.Size;
        var weights = Network.Layers.Select(layer => (Numbers: (double)layer.To.Size * layer.Connection.FanIn(layer.From.Size), Alive: Alive(layer.From) * Alive(layer.To)))
            .Append((Numbers: Network.Tasks[Task].Outputs * (double)Network.Output.Size, Alive: Alive(Network.Output))).ToArray();
        return 1 - weights.Sum(w => w.Numbers * w.Alive) / weights.Sum(w => w.Numbers);
    }

    /// <summary>How many owned neurons of a group every reader of it reads.</summary>
    internal int Readable(ChannelGroup group) => Network.Layers.Where(layer => layer.From == group).Select(layer => Transfer.Reads(layer.Key))
        .Concat(group == Network.Output ? [Transfer.Reads(Transfer.Head)] : [])
        .Select(all => group.Segments.Where(s => all || s.Task == Task).Sum(s => s.Neurons.Count)).Min();

    /// <summary>Whether all weights and statistics in training are finite.</summary>
    internal bool IsFinite
    {
        get
        {
            using var scope = NewDisposeScope();
            return parameters().Concat(buffers()).All(numbers => numbers.isfinite().all().item<bool>());
        }
    }

    /// <summary>The head's logits, [B, Outputs], from the owned and the free neurons.</summary>
    /// <param name="x">A batch of the network's inputs.</param>
    public override Tensor forward(Tensor x) => Compute(x, null);

    /// <summary>Cross-entropy over the task's classes.</summary>
    /// <param name="logits">[B, Outputs].</param>
    /// <param name="labels">int64 [B], each among the task's classes.</param>
    /// <exception cref="ArgumentException">A label is not.</exception>
    public Tensor Loss(Tensor logits, Tensor labels) => Network.Tasks[Task].Loss(logits, labels);

    /// <summary>The same network without some of its free neurons. This phase stays as it is; it becomes the network's active one again by <see cref="EideticNetwork.Restore"/>.</summary>
    /// <param name="pruned">Neurons to drop by group; only kept ones.</param>
    /// <returns>The smaller phase, now active.</returns>
    /// <exception cref="ArgumentException">A neuron is owned or pruned already.</exception>
    /// <exception cref="InvalidOperationException">This phase is not the active one.</exception>
    public TaskPhase Prune(IReadOnlyDictionary<ChannelGroup, IReadOnlyCollection<int>> pruned)
    {
        Network.CheckActive(this);
        var kept = new Dictionary<ChannelGroup, int[]>();
        var positions = new Dictionary<ChannelGroup, Tensor?>();
        using var scope = NewDisposeScope();
        if (pruned.Keys.Except(Network.Groups).FirstOrDefault() is { } foreign) throw new ArgumentException($"{foreign.Name} is no group of this network.", nameof(pruned));
        foreach (var group in Network.Groups)
        {
            var drop = pruned.TryGetValue(group, out var given) ? given.ToHashSet() : [];
            if (drop.Except(_kept[group]).ToArray() is { Length: > 0 } strangers)
                throw new ArgumentException($"Neuron {strangers[0]} of {group.Name} is not a free neuron that task {Task} keeps.", nameof(pruned));
            long[] stay = [.. Enumerable.Range(0, _kept[group].Length).Where(i => !drop.Contains(_kept[group][i])).Select(i => (long)i)];
            kept[group] = [.. stay.Select(i => _kept[group][i])];
            positions[group] = drop.Count == 0 ? null : tensor(stay, device: Network.Device);
        }
        foreach (var (layer, block) in _blocks)
            if (kept[layer.To].Length > 0 && !layer.From.IsInput && kept[layer.From].Length == 0 && block.Carried is null)
                throw new ArgumentException($"Without any neuron of {layer.From.Name}, {layer.Key} would have nothing to read.", nameof(pruned));
        var blocks = _blocks.Where(b => kept[b.Key.To].Length > 0).ToDictionary(b => b.Key, b =>
            b.Value.Select(b.Key.Connection, positions[b.Key.To], b.Key.From.IsInput ? null : positions[b.Key.From]));
        var head = HeadBlock.Select(EideticNetwork.HeadConnection, null, positions[Network.Output]);
        var smaller = new TaskPhase(Network, Task, Transfer, kept, blocks, head, Owned);
        smaller.train(training);
        Network.Activate(smaller);
        return smaller;
    }

    /// <summary>Ends the training: the kept neurons belong to the task from now on, frozen in blocks of their own. The reference logits are those after this.</summary>
    /// <exception cref="InvalidOperationException">This phase is not the active one, or holds numbers that are not finite; nothing is sealed.</exception>
    public void Seal() => Network.Seal(this);

    /// <summary>Puts the blocks, their normalisations and some heads under their official names.</summary>
    internal void Register(ModuleTree tree, Func<int, Module?> head)
    {
        foreach (var layer in Network.Layers)
        {
            if (!_blocks.TryGetValue(layer, out var block)) continue;
            tree.Add(layer.Key, block);
            if (block.Norm is { } norm) tree.Add(layer.NormKey!, norm);
        }
        for (var task = 0; task < Network.Tasks.Count; task++)
            if (head(task) is { } module) tree.Add(EideticNetwork.HeadKey(task), module);
    }

    internal Tensor Compute(Tensor x, Func<EideticLayer, Tensor, Tensor>? tap)
    {
        var pass = new Pass { Phase = this, Owned = Owned.Apply, Training = training, Tap = tap };
        var features = Network.Body(x, pass);
        return HeadBlock.Forward(EideticNetwork.HeadConnection, features.Free, Owned.Select(features.Owned, Network.Output, HeadBlock.Reads))
            ?? HeadBlock.Bias!.expand(x.size(0), -1).clone();
    }

    /// <summary>A layer's free output, normalised; null where the layer has no free neuron.</summary>
    internal Tensor? Apply(EideticLayer layer, Features x)
    {
        if (!_blocks.TryGetValue(layer, out var block)) return null;
        var y = block.Forward(layer.Connection, x.Input ?? x.Free, x.Input is null ? Owned.Select(x.Owned, layer.From, block.Reads) : null)
            ?? throw new InvalidOperationException($"{layer.Key} has neurons but nothing to read.");
        if (x.Pass.Tap is { } tap) y = tap(layer, y);
        return block.Norm is { } norm ? norm.forward(y) : y;
    }

    /// <summary>Keeps a module from becoming a component.</summary>
    private sealed record HeldHead(TrainableBlock Block);
}
