using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eidetic;

/// <summary>
/// A network that learns task after task and forgets nothing: when a task is sealed, its neurons' weights move into frozen blocks of fixed shape, which read only
/// what was frozen before them, so that its logits are the same bits for ever on the same device with the same batch (Persistence and Resistance,
/// section 3 of the paper). The remaining neurons start afresh for the next task.
/// </summary>
public sealed partial class EideticNetwork : IDisposable
{
    private readonly IArchitecture _architecture;
    private readonly List<EideticTask> _tasks;
    private readonly List<Visit> _visits = [];
    private readonly Dictionary<int, SealedBlock> _heads = [];

    /// <summary>A network without any training.</summary>
    /// <param name="architecture">Its groups and layers. They hold the network's state from now on: one architecture object serves one network.</param>
    /// <param name="tasks">The heads; more can follow (<see cref="AddTask"/>).</param>
    /// <exception cref="ArgumentException">A layer reads a group that is computed after the one it gives, a group has no layer or no reader, or a name stands for two things.</exception>
    public EideticNetwork(IArchitecture architecture, IEnumerable<EideticTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        (_architecture, _tasks) = (architecture, [.. tasks.Select(task => task.Checked())]);
        Architectures.Check(architecture);
    }

    /// <summary>The channel groups in the order of computation.</summary>
    public IReadOnlyList<ChannelGroup> Groups => _architecture.Groups;

    /// <summary>The layers in the order of the state dict, heads not included.</summary>
    public IReadOnlyList<EideticLayer> Layers => _architecture.Layers;

    /// <summary>The group that the heads read.</summary>
    public ChannelGroup Output => Groups[^1];

    /// <summary>The tasks by number.</summary>
    public IReadOnlyList<EideticTask> Tasks => _tasks;

    /// <summary>The sealed visits to tasks in order; without re-training one for each sealed task.</summary>
    public IReadOnlyList<Visit> Visits => _visits;

    /// <summary>What trains now; null between tasks.</summary>
    public TaskPhase? Active { get; private set; }

    /// <summary>Where the network is.</summary>
    public Device Device { get; private set; } = CPU;

    /// <summary>The type of its numbers.</summary>
    public ScalarType Dtype { get; private set; } = ScalarType.Float32;

    internal static Connection HeadConnection { get; } = Connection.Linear();

    internal IReadOnlyDictionary<int, SealedBlock> Heads => _heads;

    /// <summary>What the heads' names begin with.</summary>
    internal const string HeadsKey = "classifiers.";

    internal static string HeadKey(int task) => $"{HeadsKey}{task}";

    /// <summary>Adds a task at the end.</summary>
    /// <returns>Its number.</returns>
    public int AddTask(EideticTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _tasks.Add(task.Checked());
        return _tasks.Count - 1;
    }

    /// <summary>Whether a task has been sealed.</summary>
    public bool IsSealed(int task) => _heads.ContainsKey(task);

    /// <summary>
    /// Starts a task: all free neurons take part, with new weights uniform in +-1/sqrt(fan in), as the official code draws them. A sealed task can be visited again
    /// (cyclical re-training): its owned neurons stay, its head trains on from its values, new neurons join.
    /// </summary>
    /// <param name="task">Which.</param>
    /// <param name="transfer">What new neurons read of old ones; null for everything.</param>
    /// <param name="generator">Where weights are drawn from; null for the default generator.</param>
    /// <exception cref="InvalidOperationException">Another phase is active: seal or abandon it first.</exception>
    /// <exception cref="ArgumentException">The transfer names a layer that there is not, or that reads no group.</exception>
    public TaskPhase Begin(int task, Transfer? transfer = null, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(task);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(task, _tasks.Count);
        if (Active is { } other) throw new InvalidOperationException($"Task {other.Task} is in training: seal or abandon it before task {task} begins.");
        CheckNames(transfer);
        return Active = new PhaseBuilder(this, task, transfer ?? new Transfer(), generator).Build();
    }

    /// <summary>Goes back to a phase from before a pruning step. Where the network has moved since, the phase follows.</summary>
    /// <param name="phase">An earlier phase of the same training.</param>
    /// <returns>The phase.</returns>
    public TaskPhase Restore(TaskPhase phase)
    {
        ArgumentNullException.ThrowIfNull(phase);
        if (Active is null || phase.Network != this || phase.Owned != Active.Owned) throw new InvalidOperationException("Only an earlier phase of the training that is under way can be restored.");
        Place(phase);
        return Active = phase;
    }

    /// <summary>Gives up the training under way; its neurons are free again.</summary>
    public void Abandon()
    {
        Active?.Dispose();
        End();
    }

    /// <summary>A sealed task's logits in evaluation mode: the same bits for the same batch, device and number of threads, whatever is learned later.</summary>
    /// <param name="task">A sealed task.</param>
    /// <param name="x">A batch of the network's inputs.</param>
    /// <returns>[B, Outputs].</returns>
    /// <exception cref="InvalidOperationException">The task is not sealed.</exception>
    public Tensor Logits(int task, Tensor x)
    {
        CheckSealed(task);
        using var scope = NewDisposeScope();
        return Head(task, SealedFeatures(Needs(_heads[task].Reads), x)).MoveToOuterDisposeScope();
    }

    /// <summary>The most likely of a task's classes, int64 [B].</summary>
    /// <param name="x">A batch of the network's inputs.</param>
    /// <param name="task">A sealed task.</param>
    public Tensor Predict(Tensor x, int task)
    {
        using var scope = NewDisposeScope();
        return _tasks[task].Predict(Logits(task, x)).MoveToOuterDisposeScope();
    }

    /// <summary>Moves the sealed weights, and those in training, to another device or type.</summary>
    public EideticNetwork To(Device? device = null, ScalarType? dtype = null)
    {
        var (place, type) = (device ?? Device, dtype ?? Dtype);
        foreach (var layer in Layers) layer.To_(place, type);
        foreach (var (task, head) in _heads.ToArray())
        {
            _heads[task] = head with { Block = head.Block.To(place, type) };
            head.Block.Dispose();
        }
        (Device, Dtype) = (place, type);
        if (Active is { } phase)
        {
            Place(phase);
            phase.Owned.To_(Device, Dtype);
        }
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in Layers.SelectMany(layer => layer.Sealed)) block?.Block.Dispose();
        foreach (var head in _heads.Values) head.Block.Dispose();
        Abandon();
    }

    /// <summary>
    /// The network as the official code stores it, masks applied: dense tensors under the official keys, the task in training included. Copies.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateDict() => DenseView.Of(this);

    internal Features Body(Tensor x, Pass pass) => _architecture.Forward(new Features(pass, x));

    internal Features SealedFeatures(IReadOnlyList<int> visits, Tensor x) => Body(x, new Pass { Sealed = visits, Visits = _visits.Count });

    internal Tensor Head(int task, Features features)
    {
        var (block, reads) = _heads[task];
        return features.Join(reads) is { } x ? HeadConnection.Apply(x, block.Weight, block.Bias) : block.Bias!.expand(features.Batch, -1).clone();
    }

    /// <summary>Visits with all that they read, ascending.</summary>
    internal IReadOnlyList<int> Needs(IEnumerable<int> visits) => [.. visits.SelectMany(v => _visits[v].Needs).Distinct().Order()];

    internal void CheckSealed(int task)
    {
        if (!IsSealed(task)) throw new InvalidOperationException($"Task {task} is not sealed{(Active?.Task == task ? ": it is in training; ask its phase" : "")}.");
    }

    private void CheckNames(Transfer? transfer)
    {
        string[] known = [.. Layers.Where(layer => !layer.From.IsInput).Select(layer => layer.Key), Transfer.Head];
        if (transfer?.Layers.Keys.Except(known).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"Transfer names '{unknown}', which is no layer that reads neurons. Those are: {string.Join(", ", known)}.", nameof(transfer));
    }

    internal void CheckActive(TaskPhase phase)
    {
        if (Active != phase) throw new InvalidOperationException($"This phase of task {phase.Task} is not the active one.");
    }

    internal void Activate(TaskPhase phase) => Active = phase;

    /// <summary>Takes over sealed blocks that came from elsewhere; the network has none of its own.</summary>
    internal void Take(IReadOnlyList<Visit> visits, Func<ChannelGroup, int, int[]> neurons, Dictionary<EideticLayer, List<SealedBlock?>> blocks, List<SealedBlock> heads)
    {
        foreach (var (visit, i) in visits.Select((visit, i) => (visit, i)))
        {
            _visits.Add(visit);
            foreach (var (layer, list) in blocks) layer.Seal(list[i]);
            foreach (var group in Groups) group.Seal(visit.Task, neurons(group, i));
            _heads.Add(visit.Task, heads[i]);
        }
    }

    internal void Seal(TaskPhase phase)
    {
        CheckActive(phase);
        var visit = _visits.Count;
        SealedBlock Sealed(TrainableBlock block, string name)
        {
            var frozen = block.Fold();
            // What reads it later would never be finite again.
            if (!frozen.IsFinite) throw new InvalidOperationException($"Task {phase.Task} has numbers in {name} that are not finite; it cannot be sealed. Abandon it and train with a lower rate.");
            return new SealedBlock(frozen, [.. block.Reads, visit]);
        }
        var blocks = Layers.ToDictionary(layer => layer, layer => phase.Blocks.TryGetValue(layer, out var block) ? Sealed(block, layer.Key) : null);
        var head = Sealed(phase.HeadBlock, HeadKey(phase.Task));
        // From here on nothing can fail.
        var reads = blocks.Values.OfType<SealedBlock>().Append(head).SelectMany(block => block.Reads).Where(v => v != visit).Distinct();
        _visits.Add(new Visit(phase.Task, [.. Needs(reads), visit]));
        foreach (var (layer, block) in blocks) layer.Seal(block);
        foreach (var group in Groups) group.Seal(phase.Task, phase.Kept(group));
        if (_heads.Remove(phase.Task, out var former)) former.Block.Dispose();
        _heads.Add(phase.Task, head);
        End();
    }

    private void Place(TaskPhase phase)
    {
        phase.to(Dtype);
        phase.to(Device);
    }

    /// <summary>No phase trains any more; what its snapshots shared goes.</summary>
    private void End()
    {
        Active?.Owned.Dispose();
        Active = null;
    }
}
