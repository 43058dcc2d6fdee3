using Enn.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>How a unit is trained: its optimizer, its rate, how its bases are kept.</summary>
/// <param name="Way">How bases are kept.</param>
/// <param name="Recipe">The optimizer.</param>
/// <param name="Schedule">Its rate.</param>
public sealed record UnitRecipe(Orthonormality Way, OptimizerRecipe Recipe, RateSchedule Schedule)
{
    /// <summary>The optimizer of a unit.</summary>
    public FactorOptimizer Create(NetworkUnit unit) => new(unit.Parameters, unit.Layers, Way, Recipe, Schedule);
}

/// <summary>
/// Local learning (the paper's ENN-l): every unit has a frozen head, a loss and an optimizer of its own; no gradient passes from one to another. Units are trained
/// one after the other on each batch, or, with a plan, as a pipeline of threads with bit for bit the same result.
/// </summary>
public sealed class LocalTrainer : ITrainer
{
    private const string NetworkPrefix = "network.", OptimizerPrefix = "optimizer.", HeadPrefix = "head.";

    private readonly Dictionary<string, LocalHead> _heads = [];

    /// <summary>A training at its start.</summary>
    /// <param name="network">A chain of units.</param>
    /// <param name="example">A batch of inputs of the size that will be trained on; only its shape, type and device count.</param>
    /// <param name="classes">K.</param>
    /// <param name="heads">The local heads.</param>
    /// <param name="seed">Of the heads' weights.</param>
    /// <param name="recipe">How a unit is trained, by its place and the number of units.</param>
    /// <exception cref="ArgumentException">The network is no chain of units.</exception>
    public LocalTrainer(Module<Tensor, Tensor> network, Tensor example, long classes, LocalHeadOptions heads, long seed, Func<NetworkUnit, UnitRecipe> recipe)
    {
        var units = (network as IUnitChain ?? throw new ArgumentException("Only a chain of units can learn locally.", nameof(network))).Units;
        Network = network;
        using var scope = NewDisposeScope();
        var learners = new List<LocalLearner>();
        var features = example.narrow(0, 0, 1);
        var training = network.training;
        network.eval();
        foreach (var (unit, i) in units.Select((unit, i) => (unit, i)))
        {
            LocalHead? head = null;
            if (i + 1 < units.Count)
            {
                // The heads' sizes are those of one forward pass; in evaluation mode it changes nothing.
                using (no_grad()) features = unit.Forward(features);
                head = _heads[unit.Name] = new LocalHead(heads, features, classes, Seeds.Derive(seed, i));
            }
            learners.Add(new LocalLearner(unit, head is null ? null : head.Logits, recipe(unit).Create(unit)));
        }
        network.train(training);
        Learners = learners;
    }

    /// <inheritdoc/>
    public Module<Tensor, Tensor> Network { get; }

    /// <summary>The units in training, first to last.</summary>
    public IReadOnlyList<LocalLearner> Learners { get; }

    /// <summary>How the work is spread over threads; null trains one unit after the other on the calling thread.</summary>
    public PipelinePlan? Plan { get; set; }

    /// <summary>Values that the heads keep.</summary>
    public long HeadValues => _heads.Values.Sum(head => head.Kept);

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Train(IEnumerable<(Tensor X, Tensor Y)> batches, CancellationToken cancel = default)
    {
        Network.train();
        if (Plan is { } plan) return new LocalPipeline(Learners, plan).Run(batches, cancel);
        var losses = new List<double[]>();
        foreach (var (x, y) in batches)
        {
            cancel.ThrowIfCancellationRequested();
            losses.Add(Step(x, y));
        }
        return losses;
    }

    /// <summary>One step of every unit in turn.</summary>
    /// <returns>Each unit's cross-entropy before its step.</returns>
    public double[] Step(Tensor x, Tensor y)
    {
        var losses = new double[Learners.Count];
        Tensor? features = null;
        try
        {
            for (var i = 0; i < losses.Length; i++)
            {
                Tensor? next = null;
                losses[i] = Learners[i].Step(features ?? x, y, i + 1 < losses.Length ? output => next = output : null);
                features?.Dispose();
                features = next;
            }
        }
        finally
        {
            features?.Dispose();
        }
        return losses;
    }

    /// <inheritdoc/>
    public Dictionary<string, Tensor> State() => NamedState.Join(
    [
        (NetworkPrefix, NamedState.Copy(Network.state_dict())),
        .. Learners.Select(learner => ($"{OptimizerPrefix}{learner.Unit.Name}/", learner.Optimizer.State())),
        .. _heads.Select(head => ($"{HeadPrefix}{head.Key}/", NamedState.Copy(head.Value.State().Select(s => KeyValuePair.Create(s.Name, s.Value))))),
    ]);

    /// <inheritdoc/>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        Network.load_state_dict(NamedState.Part(state, NetworkPrefix));
        foreach (var learner in Learners) learner.Optimizer.Load(NamedState.Part(state, $"{OptimizerPrefix}{learner.Unit.Name}/"));
        LoadHeads(_heads.Keys.SelectMany(unit => NamedState.Part(state, $"{HeadPrefix}{unit}/").Select(e => KeyValuePair.Create((unit, e.Key), e.Value))).ToDictionary());
    }

    /// <summary>Loads an official checkpoint of a local network, its heads included.</summary>
    /// <exception cref="InvalidOperationException">Keys or shapes of the network do not fit.</exception>
    /// <exception cref="ArgumentException">A head is missing.</exception>
    public void LoadOfficial(IReadOnlyDictionary<string, Tensor> state)
    {
        OfficialKeys.Load(Network, state);
        LoadHeads(state.Where(e => OfficialKeys.HeadOf(e.Key) is not null).ToDictionary(e => OfficialKeys.HeadOf(e.Key)!.Value, e => e.Value));
    }

    private void LoadHeads(IReadOnlyDictionary<(string Unit, string Part), Tensor> state)
    {
        using var _ = no_grad();
        foreach (var (unit, head) in _heads)
            foreach (var (part, value) in head.State())
                value.copy_(state.TryGetValue((unit, part), out var given) ? given : throw new ArgumentException($"The state lacks the {part} of {unit}'s head.", nameof(state)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var learner in Learners) learner.Optimizer.Dispose();
        foreach (var head in _heads.Values) head.Dispose();
        Network.Dispose();
    }
}
