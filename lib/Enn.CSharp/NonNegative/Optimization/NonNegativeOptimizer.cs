using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>What the paper's two optimizers share: the parameters, the optional terms and their buffers.</summary>
public abstract class NonNegativeOptimizer : IOptimizer
{
    private readonly Tensor?[] _buffers;

    private protected NonNegativeOptimizer(IEnumerable<Parameter> parameters, MomentumOptions? options)
    {
        Parameters = [.. parameters];
        Options = options ?? MomentumOptions.None;
        Options.Check();
        _buffers = new Tensor?[Parameters.Length];
    }

    private protected Parameter[] Parameters { get; }
    private protected MomentumOptions Options { get; }
    private protected FusedUpdates Fused { get; } = new();

    /// <inheritdoc/>
    public void ZeroGrad()
    {
        foreach (var parameter in Parameters) parameter.grad = null;
    }

    /// <inheritdoc/>
    public void Update()
    {
        using var _ = no_grad();
        if (Options.IsPlain)
        {
            StepAll();
            return;
        }
        for (var i = 0; i < Parameters.Length; i++)
        {
            if (Parameters[i].grad is not { } grad) continue;
            using var scope = NewDisposeScope();
            Change(Parameters[i], Options.WeightDecay == 0 ? grad : grad.add(Parameters[i], Options.WeightDecay), i);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State() =>
        _buffers.Select((buffer, i) => (buffer, i)).Where(b => b.buffer is not null).ToDictionary(b => $"momentum.{b.i}", b => b.buffer!.clone());

    /// <inheritdoc/>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        var loaded = new Tensor?[_buffers.Length];
        foreach (var (key, value) in state)
        {
            if (!key.StartsWith("momentum.", StringComparison.Ordinal) || !int.TryParse(key.AsSpan("momentum.".Length), out var i) || i < 0 || i >= loaded.Length
                || !value.shape.AsSpan().SequenceEqual(Parameters[i].shape))
                throw new ArgumentException($"'{key}' [{string.Join(",", value.shape)}] is no buffer of this optimizer's {loaded.Length} parameters.", nameof(state));
            loaded[i] = value.to(Parameters[i].dtype).to(Parameters[i].device).clone().DetachFromDisposeScope();
        }
        loaded.CopyTo(_buffers, 0);
    }

    /// <summary>One step of all parameters without optional terms.</summary>
    private protected abstract void StepAll();

    /// <summary>One step of parameter <paramref name="index"/>; the gradient includes weight decay.</summary>
    private protected abstract void Change(Parameter parameter, Tensor grad, int index);

    /// <summary>The direction that momentum makes of a gradient (or of tanh of one).</summary>
    private protected Tensor WithMomentum(Tensor direction, int index)
    {
        if (Options.Momentum == 0) return direction;
        if (_buffers[index] is { } buffer) buffer.mul_(Options.Momentum).add_(direction, 1 - Options.Dampening);
        else buffer = _buffers[index] = direction.clone().DetachFromDisposeScope();
        return Options.Nesterov ? direction.add(buffer, Options.Momentum) : buffer;
    }
}
