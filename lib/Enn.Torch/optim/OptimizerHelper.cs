using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What optimizers share: groups, states, closures.</summary>
public abstract partial class OptimizerHelper : optim.Optimizer
{
    private readonly List<ParamGroup> _groups = [];
    private readonly Dictionary<Parameter, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);
    private Parameter[]? _all;

    private protected OptimizerOptions Defaults { get; init; } = new();

    protected OptimizerHelper() { }

    public override IEnumerable<optim.ILearningRateController> ParamGroups => _groups;

    private protected List<ParamGroup> Groups => _groups;

    public override IEnumerable<Parameter> parameters() => _all ??= [.. _groups.SelectMany(g => g.Parameters)];

    public override void add_param_group(ParamGroup param_group)
    {
        param_group.Parameters = param_group.Parameters as Parameter[] ?? [.. param_group.Parameters];
        var seen = new HashSet<Parameter>(parameters(), ReferenceEqualityComparer.Instance);
        if (!param_group.Parameters.All(seen.Add)) throw new ArgumentException("a parameter may be in one group only, once", nameof(param_group));
        if (param_group.Parameters.Any(p => !p.is_leaf)) throw new ArgumentException("only leaf tensors can be optimized", nameof(param_group));
        param_group.Options.Complete(Defaults);
        _groups.Add(param_group);
        _all = null;
        foreach (var parameter in param_group.Parameters)
        {
            if (NewState(parameter) is not { } state) continue;
            state.Initialize(param_group.Options);
            _states[parameter] = state;
        }
    }

    /// <summary>The state of a new parameter; null for an optimizer without any.</summary>
    private protected abstract OptimizerState? NewState(Parameter parameter);

    private protected OptimizerState StateOf(Parameter parameter) => _states[parameter];

    /// <summary>Evaluates the closure, then gives each group to the body, unrecorded.</summary>
    protected virtual Tensor? _step<T>(Action<T> body, Func<Tensor>? loss_closure = null) where T : ParamGroup
    {
        var loss = Evaluate(loss_closure);
        using (no_grad())
            foreach (var group in _groups) body((T)group);
        return loss;
    }

    private protected static Tensor? Evaluate(Func<Tensor>? closure)
    {
        if (closure is null) return null;
        using (enable_grad()) return closure();
    }

    public virtual optim.Optimizer.StateDictionary state_dict()
    {
        var dictionary = new optim.Optimizer.StateDictionary();
        foreach (var group in _groups)
        {
            dictionary.Options.Add(group.Options);
            var indices = new List<int>();
            foreach (var parameter in group.Parameters)
            {
                if (!_states.TryGetValue(parameter, out var state)) continue;
                indices.Add(dictionary.State.Count);
                dictionary.State.Add(state);
            }
            dictionary.StateIndexRef.Add(indices);
        }
        return dictionary;
    }

    /// <summary>Takes over the options and states of an optimizer of the same kind over parameters of the same shapes.</summary>
    public virtual void load_state_dict(optim.Optimizer.StateDictionary state_dict)
    {
        var own = this.state_dict();
        if (own.Options.Count != state_dict.Options.Count)
            throw new ArgumentException($"the state has {state_dict.Options.Count} parameter groups, this optimizer {own.Options.Count}", nameof(state_dict));
        for (var g = 0; g < own.Options.Count; g++)
            if (own.StateIndexRef[g].Count != state_dict.StateIndexRef[g].Count)
                throw new ArgumentException($"group {g} of the state has {state_dict.StateIndexRef[g].Count} parameters, this optimizer's {own.StateIndexRef[g].Count}", nameof(state_dict));
        // Nothing changes unless everything fits.
        for (var g = 0; g < own.Options.Count; g++)
        {
            own.Options[g].CheckSource(state_dict.Options[g]);
            for (var i = 0; i < own.StateIndexRef[g].Count; i++) own.State[own.StateIndexRef[g][i]].CheckSource(state_dict.State[state_dict.StateIndexRef[g][i]]);
        }
        for (var g = 0; g < own.Options.Count; g++)
        {
            own.Options[g].LoadStateDict(state_dict.Options[g]);
            for (var i = 0; i < own.StateIndexRef[g].Count; i++) own.State[own.StateIndexRef[g][i]].LoadStateDict(state_dict.State[state_dict.StateIndexRef[g][i]]);
        }
    }

    /// <summary>Writes the state to a file (in the safetensors format).</summary>
    public void save_state_dict(string location) => Enn.Torch.OptimizerFiles.Save(this, location);

    public void load_state_dict(string location) => Enn.Torch.OptimizerFiles.Load(this, location);

    /// <summary>Moves the state to another device.</summary>
    public void to(Device device)
    {
        foreach (var state in _states.Values) state.to(device);
    }
}
