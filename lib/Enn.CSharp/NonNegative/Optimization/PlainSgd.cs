using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>Ordinary SGD without memory, theta -= lr g: how the original networks are trained.</summary>
public sealed class PlainSgd(IEnumerable<Parameter> parameters, double lr) : IOptimizer
{
    private readonly SGD _sgd = optim.SGD(parameters, lr);

    /// <inheritdoc/>
    public void ZeroGrad() => _sgd.zero_grad();

    /// <inheritdoc/>
    public void Update() => _sgd.step();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> State() => new Dictionary<string, Tensor>();

    /// <inheritdoc/>
    public void Load(IReadOnlyDictionary<string, Tensor> state)
    {
        if (state.Count > 0) throw new ArgumentException($"Plain SGD has no state, but '{state.Keys.First()}' was given.", nameof(state));
    }
}
