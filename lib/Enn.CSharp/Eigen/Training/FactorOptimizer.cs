using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// An ordinary optimizer over a network's or a unit's parameters, with a learning rate of each step's own and the bases kept orthonormal in one of the ways.
/// </summary>
public sealed class FactorOptimizer : IDisposable
{
    private const string StepsKey = "steps";

    private readonly OptimizerRecipe _recipe;
    private readonly RateSchedule _schedule;
    private readonly optim.Optimizer _inner;
    private readonly Parameter[] _bases;

    /// <summary>An optimizer at its first step.</summary>
    /// <param name="parameters">What it trains.</param>
    /// <param name="layers">The Eigen layers among them.</param>
    /// <param name="way">How their bases are kept.</param>
    /// <param name="recipe">The optimizer.</param>
    /// <param name="schedule">Its rate.</param>
    public FactorOptimizer(IReadOnlyList<Parameter> parameters, IEnumerable<EigenLayer> layers, Orthonormality way, OptimizerRecipe recipe, RateSchedule schedule)
    {
        _bases = [.. layers.SelectMany(layer => layer.Factors.Bases)];
        (_recipe, _schedule, Way) = (recipe, schedule, way);
        _inner = recipe.Create(parameters, _bases);
    }

    /// <summary>How bases are kept.</summary>
    public Orthonormality Way { get; }

    /// <summary>Steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>The rate of the next step.</summary>
    public double Rate => _recipe.Rate * _schedule.At(Steps);

    /// <summary>Forgets the gradients.</summary>
    public void ZeroGrad() => _inner.zero_grad();

    /// <summary>One step by the gradients of the loss without its penalty.</summary>
    /// <returns>The penalty R where the way computes it, else null.</returns>
    public Tensor? Step()
    {
        var rate = Rate;
        foreach (var group in _inner.ParamGroups) group.LearningRate = rate;
        Steps++;
        return Way.Step(_bases, () => _inner.step());
    }

    /// <summary>What is carried from step to step, by name; copies.</summary>
    public Dictionary<string, Tensor> State()
    {
        var state = OptimizerTensors.Capture(_inner);
        state[StepsKey] = tensor(Steps);
        return state;
    }

    /// <summary>Takes over what <see cref="State"/> gave.</summary>
    /// <exception cref="ArgumentException">The state is not of this optimizer.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        if (!state.TryGetValue(StepsKey, out var steps)) throw new ArgumentException("The state does not say how many steps were done.", nameof(state));
        OptimizerTensors.Restore(_inner, state);
        Steps = steps.item<long>();
    }

    /// <inheritdoc/>
    public void Dispose() => _inner.Dispose();
}
