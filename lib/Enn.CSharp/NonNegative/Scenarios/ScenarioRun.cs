using Enn.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// One run of one of the paper's scenarios, epoch by epoch. The caller brings batches and keeps <see cref="State"/>: a run that is restored from the state
/// after any epoch and gets the same batches ends with the same numbers, bit for bit on the CPU.
/// </summary>
/// <remarks>
/// <see cref="TrainEpoch"/> until <see cref="Phase"/> is <see cref="Phase.Finished"/>. The twin comes into being after the original's last epoch (from scratch:
/// at once); from then on <see cref="Compare"/> compares the two, which is to be done before the twin is trained. The two baselines without a
/// transformation have a clipped copy of the original in the twin's place.
/// </remarks>
public sealed class ScenarioRun
{
    private const string OriginalPrefix = "original.", TwinPrefix = "twin.", OptimizerPrefix = "optimizer.", RandomKey = "random", ProgressKey = "progress";

    private readonly Func<Tensor, Tensor, Tensor> _loss;
    private readonly Func<Module<Tensor, Tensor>, Module<Tensor, Tensor>> _place;
    private IOptimizer? _optimizer;
    private int _epoch;

    /// <summary>
    /// A run at its start. The network's weights come from the default random generator, which is seeded here, under the lock of <see cref="Seeds.WithGlobal"/>.
    /// </summary>
    /// <param name="configuration">What to run.</param>
    /// <param name="seed">The seed of the default generator.</param>
    /// <param name="device">Where to run; null for the CPU.</param>
    /// <param name="network">The original network; null for the configuration's own, initialised with the seed.</param>
    /// <exception cref="ArgumentException">The configuration lacks the rate of its exponential initialisation.</exception>
    public ScenarioRun(RunConfiguration configuration, long seed = 0, Device? device = null, Module<Tensor, Tensor>? network = null)
    {
        Configuration = configuration;
        _place = module => device is null ? module : module.to(device);
        Original = _place(Seeds.WithGlobal(seed, () => Initialised(network ?? configuration.CreateNetwork())));
        _loss = configuration.UpstreamRawNll || LastLayer(Original) is LogProbabilities
            ? (output, y) => functional.nll_loss(output, y)
            : (output, y) => functional.cross_entropy(output, y);
        Enter(configuration.OriginalEpochs > 0 ? Phase.Original : Phase.Twin, 0);
    }

    /// <summary>What is run.</summary>
    public RunConfiguration Configuration { get; }

    /// <summary>The original network.</summary>
    public Module<Tensor, Tensor> Original { get; }

    /// <summary>Its twin, in a baseline its clipped copy; null until the transformation.</summary>
    public Module<Tensor, Tensor>? Twin { get; private set; }

    /// <summary>What comes next.</summary>
    public Phase Phase { get; private set; }

    /// <summary>How many epochs of both phases are done.</summary>
    public int EpochsDone => Phase == Phase.Original ? _epoch : Configuration.OriginalEpochs + _epoch;

    /// <summary>How many epochs the run has.</summary>
    public int EpochsTotal => Configuration.OriginalEpochs + Configuration.TwinEpochs;

    /// <summary>The network that is trained, or was trained last: the twin, once it exists.</summary>
    public Module<Tensor, Tensor> Current => Twin ?? Original;

    /// <summary>Trains one epoch on these batches: inputs and int64 class labels of shape [B].</summary>
    /// <exception cref="InvalidOperationException">The run is finished.</exception>
    public EpochResult TrainEpoch(IEnumerable<(Tensor X, Tensor Y)> batches)
    {
        if (Phase == Phase.Finished) throw new InvalidOperationException("The run is finished.");
        var phase = Phase;
        var (loss, accuracy) = EpochLoop.Train(phase == Phase.Original ? Original : Twin!, _optimizer!, _loss, batches);
        var epoch = ++_epoch;
        if (phase == Phase.Original && epoch == Configuration.OriginalEpochs) Enter(Phase.Twin, 0);
        else if (phase == Phase.Twin && epoch == Configuration.TwinEpochs) Enter(Phase.Finished, epoch);
        return new(phase, epoch, loss, accuracy);
    }

    /// <summary>Evaluates <see cref="Current"/>.</summary>
    public Evaluation Evaluate(IEnumerable<(Tensor X, Tensor Y)> batches) => EpochLoop.Evaluate(Current, _loss, batches);

    /// <summary>Evaluates the original network.</summary>
    public Evaluation EvaluateOriginal(IEnumerable<(Tensor X, Tensor Y)> batches) => EpochLoop.Evaluate(Original, _loss, batches);

    /// <summary>Compares the original with its twin: the paper's nn_match.</summary>
    /// <exception cref="InvalidOperationException">There is no twin yet.</exception>
    public IsomorphismReport Match(IEnumerable<(Tensor X, Tensor Y)> batches, double? tolerance = null) =>
        IsomorphismReport.Compare(Original, Twin ?? throw new InvalidOperationException("The network is not transformed yet."), batches, tolerance);

    /// <summary>Compares as <see cref="Match"/> does and evaluates the original on the way.</summary>
    /// <exception cref="InvalidOperationException">There is no twin yet.</exception>
    public (IsomorphismReport Report, Evaluation Original) Compare(IEnumerable<(Tensor X, Tensor Y)> batches, double? tolerance = null)
    {
        using var totals = new Totals();
        var twin = Twin ?? throw new InvalidOperationException("The network is not transformed yet.");
        var report = IsomorphismReport.Compare(Original, twin, batches, tolerance, (output, y) => totals.Add(_loss(output, y), output, y));
        return (report, totals.Read());
    }

    /// <summary>
    /// Everything that a restart needs, as copies: both networks, the optimizer, how far the run is, and the default random generator where training draws from
    /// it, that is, for a network with dropout.
    /// </summary>
    public Dictionary<string, Tensor> State()
    {
        using var _ = no_grad();
        var state = new Dictionary<string, Tensor>
        {
            [ProgressKey] = tensor(new[] { (long)Phase, _epoch }),
        };
        if (DrawsWhileTraining) state[RandomKey] = Seeds.GlobalState();
        foreach (var (key, value) in Original.state_dict()) state[OriginalPrefix + key] = value.detach().cpu().clone();
        if (Twin is not null) foreach (var (key, value) in Twin.state_dict()) state[TwinPrefix + key] = value.detach().cpu().clone();
        if (_optimizer is not null) foreach (var (key, value) in _optimizer.State()) state[OptimizerPrefix + key] = value;
        return state;
    }

    /// <summary>Continues from a state of the same configuration.</summary>
    /// <exception cref="ArgumentException">The state is not one of this configuration.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        Tensor? generator = null;
        if (!state.TryGetValue(ProgressKey, out var progress) || progress.numel() != 2 || (DrawsWhileTraining && !state.TryGetValue(RandomKey, out generator)))
            throw new ArgumentException("This is no state of a run: it does not say how far the run was.", nameof(state));
        Original.load_state_dict(NamedState.Part(state, OriginalPrefix));
        Twin = null;
        var at = progress.data<long>().ToArray();
        Enter((Phase)at[0], (int)at[1]);
        Twin?.load_state_dict(NamedState.Part(state, TwinPrefix));
        _optimizer?.Load(NamedState.Part(state, OptimizerPrefix));
        if (generator is not null) Seeds.RestoreGlobal(generator);
    }

    // Dropout takes its masks from the process's default generator; no other layer draws.
    private bool DrawsWhileTraining => Original.modules().Any(module => module is Dropout { p: > 0 });

    private void Enter(Phase phase, int epoch)
    {
        if (phase == Phase.Twin && Configuration.TwinEpochs == 0) phase = Phase.Finished;
        if (phase != Phase.Original) Twin ??= _place(Configuration.IsBaseline ? Clipped() : NonNegativeTransform.Apply(Original, Configuration.Transform));
        (Phase, _epoch) = (phase, epoch);
        _optimizer = phase switch
        {
            Phase.Original => new PlainSgd(Original.parameters(), Configuration.SgdRate),
            Phase.Twin when Configuration.Optimizer == OptimizerName.Csgd => new Csgd(Twin!.parameters(), Configuration.TwinRates.In),
            Phase.Twin => new Nnsgd(Twin!.parameters(), Configuration.TwinRates.In, Configuration.TwinRates.Out),
            _ => null,
        };
    }

    // theta = max(0, theta) for every parameter: what the paper's baselines do in place of the transformation.
    private Module<Tensor, Tensor> Clipped()
    {
        var copy = Seeds.WithGlobal(0, Configuration.CreateNetwork);
        copy.load_state_dict(Original.state_dict());
        using var _ = no_grad();
        foreach (var parameter in copy.parameters()) parameter.clamp_min_(0);
        return copy;
    }

    private Module<Tensor, Tensor> Initialised(Module<Tensor, Tensor> network)
    {
        if (Configuration.Scenario != ScenarioName.ExponentialInitialisation) return network;
        Initialisers.Exponential(network, Configuration.ExponentialRate ?? throw new ArgumentException("The paper does not publish lambda of its exponential initialisation: choose one."));
        Initialisers.FillBias(network, 0);
        return network;
    }

    private static Module<Tensor, Tensor>? LastLayer(Module<Tensor, Tensor> network) => network is ILayered { Layers: [.., var last] } ? LastLayer(last) : network;
}
