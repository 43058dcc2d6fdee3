using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Experiments.EquivariantPaper;

/// <summary>Adam, or SGD with Nesterov momentum, with the L2 penalty in the gradient (not decoupled), whose whole state can be saved. As torch.optim computes them.</summary>
internal sealed class L2Optimizer(IEnumerable<(string Name, Parameter Value)> parameters, bool isAdam, double decay)
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8, Momentum = 0.9;
    private const string First = "first.", Second = "second.", Count = "steps";

    private readonly (string Name, Parameter Value)[] _parameters = [.. parameters];
    private readonly Dictionary<string, Tensor> _state = [];
    private long _steps;

    /// <summary>One step with the gradients there are, which it clears.</summary>
    internal void Step(double rate)
    {
        using var _ = no_grad();
        _steps++;
        foreach (var (name, value) in _parameters)
        {
            if (value.grad is not { } grad) continue;
            using var scope = NewDisposeScope();
            var g = grad.add(value, alpha: decay);
            if (isAdam) Adam(name, value, g, rate);
            else Nesterov(name, value, g, rate);
            value.grad = null;
        }
    }

    /// <summary>Forgets everything, as if it were new.</summary>
    internal void Reset()
    {
        foreach (var tensor in _state.Values) tensor.Dispose();
        _state.Clear();
        _steps = 0;
    }

    /// <summary>Copies of its state.</summary>
    internal Dictionary<string, Tensor> State()
    {
        var state = _state.ToDictionary(e => e.Key, e => e.Value.cpu().clone());
        state[Count] = tensor(_steps);
        return state;
    }

    /// <summary>Goes on from a state.</summary>
    internal void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        Reset();
        _steps = state[Count].item<long>();
        foreach (var (name, value) in _parameters)
            foreach (var key in new[] { First + name, Second + name })
                if (state.TryGetValue(key, out var saved)) _state[key] = saved.to(value.device).clone().DetachFromDisposeScope();
    }

    private void Adam(string name, Parameter value, Tensor g, double rate)
    {
        var mean = Of(First + name, value).mul_(Beta1).add_(g, alpha: 1 - Beta1);
        var square = Of(Second + name, value).mul_(Beta2).addcmul_(g, g, 1 - Beta2);
        var root = square.sqrt().div_(Math.Sqrt(1 - Math.Pow(Beta2, _steps))).add_(Epsilon);
        value.addcdiv_(mean, root, -rate / (1 - Math.Pow(Beta1, _steps)));
    }

    private void Nesterov(string name, Parameter value, Tensor g, double rate)
    {
        var velocity = Of(First + name, value).mul_(Momentum).add_(g);
        value.add_(g.add(velocity, alpha: Momentum), alpha: -rate);
    }

    private Tensor Of(string key, Parameter value)
    {
        if (!_state.TryGetValue(key, out var state)) _state[key] = state = zeros_like(value).DetachFromDisposeScope();
        return state;
    }
}
