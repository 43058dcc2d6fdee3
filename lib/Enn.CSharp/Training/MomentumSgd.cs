using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Training;

/// <summary>
/// SGD with momentum and weight decay, v = momentum v + g + decay theta, theta -= rate v, whose whole state is a tensor a parameter: what a resumed run needs.
/// </summary>
/// <param name="parameters">What is trained, by name.</param>
/// <param name="momentum">The share of the last step's velocity.</param>
/// <param name="decay">Weight decay.</param>
public sealed class MomentumSgd(IEnumerable<(string Name, Parameter Parameter)> parameters, double momentum, double decay)
{
    private readonly (string Name, Parameter Parameter, Tensor Velocity)[] _slots =
        [.. parameters.Select(p => (p.Name, p.Parameter, zeros_like(p.Parameter).detach().DetachFromDisposeScope()))];

    /// <summary>Forgets all gradients.</summary>
    public void Clear()
    {
        foreach (var slot in _slots) slot.Parameter.grad = null;
    }

    /// <summary>One step along the gradients.</summary>
    /// <param name="rate">The learning rate.</param>
    public void Step(double rate)
    {
        using var grad = no_grad();
        foreach (var (_, parameter, velocity) in _slots)
        {
            if (parameter.grad is not { } gradient) continue;
            velocity.mul_(momentum).add_(gradient).add_(parameter, alpha: decay);
            parameter.add_(velocity, alpha: -rate);
        }
    }

    /// <summary>Copies of all velocities by the parameters' names.</summary>
    public IReadOnlyDictionary<string, Tensor> State() => _slots.ToDictionary(slot => slot.Name, slot => slot.Velocity.cpu().clone());

    /// <summary>Continues from what <see cref="State"/> gave.</summary>
    /// <exception cref="KeyNotFoundException">A parameter's velocity is missing.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (var slot in _slots) slot.Velocity.copy_(state[slot.Name]);
    }
}
