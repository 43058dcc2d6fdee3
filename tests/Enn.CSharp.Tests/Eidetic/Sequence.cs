using Enn.CSharp.Tests.NonNegative;
using Enn.Data;
using Enn.Eidetic;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>
/// A random network that learns a random sequence of tasks; everything follows from the seed. All that was sealed is compared bit for bit at the begin of each training, between its batches,
/// while criteria score, after each epoch, pruning step, restore and sealing, and after growth, a file, another type.
/// </summary>
internal sealed class Sequence : IDisposable
{
    private static readonly string[] Networks = ["mlp", "convnet", "resnet"], Transfers = ["transfer", "no transfer", "transfer by layer"], Optimizers = ["sgd", "momentum", "adam", "adamw"];

    private static readonly (string Name, Func<int, ICriterion[]> Make)[] Criteria =
    [
        ("l1", _ => [new LpNorm(1)]), ("l2", _ => [new LpNorm(2)]), ("l0.5", _ => [new LpNorm(0.5)]), ("taylor", _ => [new TaylorExpansion()]), ("taylor by layer", _ => [new TaylorExpansion(perLayer: true)]),
        ("taylor in training", _ => [new TrainingTaylor()]), ("random", seed => [new RandomScores(seed)]), ("l2 and taylor in turn", _ => [new LpNorm(2), new TaylorExpansion()]),
    ];

    /// <summary>What sequences are for; enough of them meet it all.</summary>
    internal static IReadOnlyList<string> Everything { get; } =
    [
        .. Networks, .. Criteria.Select(c => c.Name), .. Optimizers, .. Transfers, "weight decay", "batch norm", "no batch norm", "float64", "constant steps", "proportional steps", "classes of a head",
        "growth", "growth of one group", "cyclical", "a full group", "a full network", "restored", "diverged", "by hand", "restored by hand", "abandoned", "moved", "a file", "task head",
    ];

    private readonly HashSet<string> _met;
    private readonly Draw _draw;
    private readonly Func<IArchitecture> _architecture;
    private readonly Tensor _probe;
    private readonly long[] _sample;
    private readonly Dictionary<int, byte[]> _reference = [];
    private readonly List<byte[]> _numbers = [];
    private readonly Dictionary<string, int[]> _owners = [];
    private bool _grown;

    /// <param name="seed">Of everything.</param>
    /// <param name="met">Gathers what of <see cref="Everything"/> it meets.</param>
    internal Sequence(int seed, HashSet<string> met)
    {
        manual_seed(seed);
        (_met, _draw) = (met, new Draw(seed));
        var norm = _draw.Flag();
        var dropout = _draw.One(0, 0.1);
        var kind = _draw.Flag(0.3) ? _draw.One("convnet", "resnet") : "mlp";
        var (layers, width, wide, low) = (_draw.Int(0, 3), _draw.Int(4, 24), _draw.Int(1, 2), _draw.Flag());
        _architecture = () => kind switch
        {
            "mlp" => new Mlp(6, layers, width, dropout, norm),
            "convnet" => new ConvNet(2, 1 + layers % 2, wide, dropout, norm),
            _ => new ResNet(new ResNetOptions(2, [1, 1, 1, 1], wide) { Width = 2 + layers % 2, BatchNorm = norm, LowResolution = low }),
        };
        _sample = kind == "mlp" ? [6] : [2, 8, 8];
        Network = new EideticNetwork(_architecture(), [.. Enumerable.Range(0, _draw.Int(2, 4)).Select(t => new EideticTask($"{t}", 4) { Classes = _draw.Flag() ? null : [1, 3] })]);
        if (_draw.Flag(0.3)) Network.To(dtype: ScalarType.Float64);
        Met(kind, norm ? "batch norm" : "no batch norm");
        if (Network.Dtype == ScalarType.Float64) Met("float64");
        _probe = Normal(5, 1);
    }

    internal EideticNetwork Network { get; private set; }

    internal void Run()
    {
        for (var task = 0; task < Network.Tasks.Count; task++)
        {
            Visit(task, last: _draw.Flag(0.15));
            if (_draw.Flag(0.4)) Grow();
            if (_draw.Flag(0.3)) Visit(_draw.Int(0, task));
            if (_draw.Flag(0.2)) SaveAndLoad();
        }
        Visit(Network.AddTask(TaskClassifier.Task(Network.Tasks.Count)), last: true);
        Met("task head");
    }

    private void Visit(int task, bool last = false)
    {
        var (x, y) = Data(task);
        Batch[] batches = [new(x, y), new(x.flip(0), y.flip(0))];
        if (Network.Groups.Any(g => g.Free().Length == 0)) Met("a full group");
        if (Network.Groups.All(g => g.Free().Length == 0)) Met("a full network");
        if (Network.IsSealed(task)) Met("cyclical");
        if (Network.Tasks[task].Classes is not null) Met("classes of a head");
        if (_grown) Met("growth");
        _grown = false;
        var sealed_ = _draw.Flag(0.3) ? ByHand(task, batches) : BySchedule(task, batches, last);
        if (!sealed_) return;
        _reference[task] = Bits.Of(Network.Logits(task, _probe));
        Remember();
    }

    private bool BySchedule(int task, Batch[] batches, bool last)
    {
        var options = new ScheduleOptions
        {
            MaxFitEpochs = _draw.Int(1, 3),
            Patience = _draw.Int(0, 2),
            Tolerance = _draw.One(0, 0.1, 0.5, 1),
            RecoveryEpochs = _draw.Int(1, 2),
            RateDivisor = _draw.One(0, 2),
            MaxPruningSteps = _draw.Int(1, 4),
            Criteria = Criterion(),
            Steps = [Step(), new PruningStep(0.2)],
        };
        IEnumerable<Batch> Epoch()
        {
            Check($"task {task}, first batch");
            yield return batches[0];
            Check($"task {task}, between batches");
            yield return batches[1];
        }
        try
        {
            new TaskTrainer(Network, options, Optimizer()).Train(task, _ => Epoch(), Reading(), last, observer: e =>
            {
                if (e.Stage == "restore") Met("restored");
                // The head of a task that is visited again changes at its sealing, and then is the reference.
                if (e.Stage == "seal") _reference.Remove(task);
                Check($"task {task}, {e.Stage}");
            });
            return true;
        }
        catch (InvalidOperationException error) when (error.Message.Contains("not finite", StringComparison.Ordinal))
        {
            return Diverged(task);
        }
    }

    private bool ByHand(int task, Batch[] batches)
    {
        Met("by hand");
        var phase = Network.Begin(task, Reading());
        var (make, criterion, step) = (Optimizer(), Criterion()[0], Step());
        for (var i = _draw.Int(0, 3); i > 0; i--)
        {
            var before = phase;
            phase = phase.Prune(step.Choose(phase, criterion, criterion.Scores(phase, batches)));
            phase.train();
            var optimizer = make(phase.parameters());
            phase.Loss(phase.forward(batches[0].Inputs), batches[0].Labels).backward();
            optimizer.step();
            if (_draw.Flag(0.3)) Move();
            Check($"task {task}, pruned by hand");
            if (!_draw.Flag(0.3)) continue;
            phase = Network.Restore(before);
            Met("restored by hand");
            Check($"task {task}, restored by hand");
        }
        if (_draw.Flag(0.15))
        {
            Network.Abandon();
            Met("abandoned");
            Check($"task {task}, abandoned");
            return false;
        }
        try
        {
            phase.Seal();
        }
        catch (InvalidOperationException error) when (error.Message.Contains("not finite", StringComparison.Ordinal))
        {
            Network.Abandon();
            return Diverged(task);
        }
        _reference.Remove(task);
        Check($"task {task}, sealed by hand");
        return true;
    }

    // Given up, it has changed nothing.
    private bool Diverged(int task)
    {
        Met("diverged");
        Check($"task {task}, given up");
        return false;
    }

    private void Grow()
    {
        var one = _draw.One([.. Network.Groups]);
        var alone = _draw.Flag(0.3);
        Network.Grow(alone ? group => group == one ? 2 : 0 : _draw.One(Growth.By(_draw.Int(1, 4)), Growth.By(0.2), Growth.AsKept()));
        if (alone) Met("growth of one group");
        _grown = true;
        Check("after growth");
    }

    private void SaveAndLoad()
    {
        using var file = Network.ToCheckpoint();
        Network.Dispose();
        Network = new EideticNetwork(_architecture(), []).To(dtype: Network.Dtype);
        Network.FromCheckpoint(file);
        Met("a file");
        Check("after loading");
    }

    // There and back: wider numbers hold the narrow ones exactly.
    private void Move()
    {
        if (Network.Dtype != ScalarType.Float32) return;
        Network.To(dtype: ScalarType.Float64);
        Network.To(dtype: ScalarType.Float32);
        Met("moved");
    }

    private Transfer Reading()
    {
        var (on, byLayer) = (_draw.Flag(), _draw.Flag(0.3));
        Met(byLayer ? "transfer by layer" : on ? "transfer" : "no transfer");
        string[] keys = [.. Network.Layers.Where(l => !l.From.IsInput).Select(l => l.Key), Transfer.Head];
        return new Transfer(on) { Layers = byLayer ? keys.Where(_ => _draw.Flag(0.4)).ToDictionary(key => key, _ => _draw.Flag()) : [] };
    }

    private ICriterion[] Criterion()
    {
        var (name, make) = _draw.One(Criteria);
        Met(name);
        return make(_draw.Int(0, 1000));
    }

    private PruningStep Step()
    {
        var step = new PruningStep(_draw.Real(0.05, 0.6)) { Constant = _draw.Flag(), Floor = _draw.Int(1, 3) };
        Met(step.Constant ? "constant steps" : "proportional steps");
        return step;
    }

    private Func<IEnumerable<Parameter>, optim.Optimizer> Optimizer()
    {
        // The last one is sure to diverge, in float32.
        var rate = _draw.Flag(0.1) ? 1e30 : _draw.One(0.01, 0.05, 10);
        var decay = _draw.One(0, 0.01);
        var kind = _draw.One(Optimizers);
        Met(kind);
        if (decay > 0) Met("weight decay");
        return kind switch
        {
            "sgd" => p => optim.SGD(p, rate, weight_decay: decay),
            "momentum" => p => optim.SGD(p, rate, momentum: 0.9, weight_decay: decay),
            "adam" => p => optim.Adam(p, rate, weight_decay: decay),
            _ => p => optim.AdamW(p, rate, weight_decay: decay),
        };
    }

    private (Tensor X, Tensor Y) Data(int task)
    {
        var classes = Network.Tasks[task].Classes ?? [.. Enumerable.Range(0, Network.Tasks[task].Outputs)];
        var x = _draw.One(Normal(12, 1), Normal(12, 1e3), ones([12, .. _sample], Network.Dtype));
        var one = _draw.Flag(0.2);
        return (x, tensor([.. Enumerable.Range(0, 12).Select(i => (long)(one ? classes[0] : classes[_draw.Int(0, classes.Count - 1)]))]));
    }

    private Tensor Normal(long count, double scale) => _draw.Normal([count, .. _sample], Network.Dtype, scale);

    private void Met(params string[] what) => _met.UnionWith(what);

    /// <summary>Logits of every sealed task, and every sealed number, are the bits they were; owners are conserved.</summary>
    private void Check(string when)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (task, bits) in _reference)
            Assert.True(bits.AsSpan().SequenceEqual(Bits.Of(Network.Logits(task, _probe))), $"task {task} was forgotten: {when}");
        foreach (var (numbers, block) in _numbers.Zip(Blocks())) Assert.True(numbers.AsSpan().SequenceEqual(Bits.Of(block)), $"a sealed weight changed: {when}");
        foreach (var group in Network.Groups)
        {
            Assert.Equal(group.Size, group.Free().Length + group.Segments.Sum(s => s.Neurons.Count));
            if (!_owners.TryGetValue(group.Name, out var owners)) continue;
            for (var n = 0; n < owners.Length; n++) Assert.True(owners[n] < 0 || owners[n] == group.Owner(n), $"neuron {n} of {group.Name} changed hands: {when}");
        }
    }

    private IEnumerable<Tensor> Blocks() => Enumerable.Range(0, Network.Visits.Count).SelectMany(visit =>
        Network.Layers.Select(layer => visit < layer.Sealed.Count ? layer.Sealed[visit] : null).OfType<SealedBlock>().SelectMany(b => new[] { b.Block.Weight, b.Block.Bias }).OfType<Tensor>());

    private void Remember()
    {
        _numbers.Clear();
        _numbers.AddRange(Blocks().Select(Bits.Of));
        foreach (var group in Network.Groups) _owners[group.Name] = OwnerView.Vector(group);
    }

    public void Dispose() => Network.Dispose();
}
