using System.Collections.Concurrent;
using System.Reflection;
using Enn.Torch.Core;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The public fields of options and states are all that they hold: saving, loading and comparing go over them.</summary>
internal static class StateFields
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> _of = new();

    internal static FieldInfo[] Of(object owner) =>
        _of.GetOrAdd(owner.GetType(), type => [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public).OrderBy(f => f.MetadataToken)]);
}

/// <summary>The hyper-parameters of one group; null takes the optimizer's own.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }
    public double InitialLearningRate { get; set; }

    internal void CheckSource(OptimizerOptions source)
    {
        if (source.GetType() != GetType()) throw new ArgumentException($"options of {source.GetType().DeclaringType?.Name} do not fit {GetType().DeclaringType?.Name}", nameof(source));
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        CheckSource(source);
        LearningRate = source.LearningRate;
        InitialLearningRate = source.InitialLearningRate;
        foreach (var field in StateFields.Of(this)) field.SetValue(this, field.GetValue(source));
    }

    /// <summary>Takes from the optimizer's options what this group leaves open.</summary>
    internal void Complete(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        if (InitialLearningRate == 0) InitialLearningRate = LearningRate ?? 0;
        foreach (var field in StateFields.Of(this)) if (field.GetValue(this) is null) field.SetValue(this, field.GetValue(defaults));
    }
}

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState(Parameter parameter)
{
    private static readonly Op _copy = "copy_", _emptyLike = "empty_like", _allClose = "allclose", _toDevice = "_to_copy";

    internal Parameter Parameter { get; } = parameter;

    /// <summary>Sets the tensors that the options ask for.</summary>
    public virtual void Initialize(OptimizerOptions options) { }

    internal void CheckSource(OptimizerState source)
    {
        if (source.GetType() != GetType()) throw new ArgumentException($"a state of {source.GetType().DeclaringType?.Name} does not fit {GetType().DeclaringType?.Name}", nameof(source));
        foreach (var field in StateFields.Of(this))
            if (field.GetValue(source) is Tensor tensor && !tensor.shape.AsSpan().SequenceEqual(Parameter.shape))
                throw new ArgumentException($"{field.Name} is [{string.Join(",", tensor.shape)}] where the parameter is [{string.Join(",", Parameter.shape)}]", nameof(source));
    }

    public virtual void LoadStateDict(OptimizerState source)
    {
        CheckSource(source);
        foreach (var field in StateFields.Of(this)) field.SetValue(this, field.GetValue(source) is Tensor tensor ? Own(tensor) : field.GetValue(source));
    }

    /// <summary>A copy of a state tensor beside the parameter, of the same memory order so that fused steps run over both at once.</summary>
    internal Tensor Own(Tensor tensor)
    {
        var copy = _emptyLike.Call(Parameter, tensor.dtype).DetachFromDisposeScope();
        using (no_grad()) _copy.Run(copy, tensor);
        return copy;
    }

    public virtual bool ApproximatelyEquals(OptimizerState other) => other.GetType() == GetType() && StateFields.Of(this).All(field => (field.GetValue(this), field.GetValue(other)) switch
    {
        (Tensor a, Tensor b) => a.shape.AsSpan().SequenceEqual(b.shape) && _allClose.CallBool(a, b),
        (double a, double b) => Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(a)),
        var (a, b) => Equals(a, b),
    });

    public virtual void to(Device device)
    {
        foreach (var field in StateFields.Of(this))
            if (field.GetValue(this) is Tensor tensor) field.SetValue(this, _toDevice.Call(tensor, default, default, device).DetachFromDisposeScope());
    }

    internal Tensor NewZeros() => Factory.ZerosLike(Parameter).DetachFromDisposeScope();

    private protected Tensor Filled(double value)
    {
        var tensor = NewZeros();
        nn.init.constant_(tensor, value);
        return tensor;
    }
}

/// <summary>Parameters that share hyper-parameters.</summary>
public class ParamGroup : optim.ILearningRateController
{
    public IEnumerable<Parameter> Parameters { get; set; } = [];
    public virtual OptimizerOptions Options { get; set; } = new();

    public double LearningRate
    {
        get => Options.LearningRate ?? 0;
        set => Options.LearningRate = value;
    }

    public double InitialLearningRate
    {
        get => Options.InitialLearningRate;
        set => Options.InitialLearningRate = value;
    }
}

public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions, new()
{
    public ParamGroup() : this([], null) { }

    public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
    {
        Parameters = parameters;
        base.Options = options ?? new TOptions();
    }

    public new TOptions Options
    {
        get => (TOptions)base.Options;
        set => base.Options = value;
    }
}
