using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// The isomorphic twin of a network: a chain of non-negative layers, shifted activations, and what needs no change (pools, flatten, dropout).
/// Steps are named after the original's modules, dots replaced by underscores; they are the first part of the state-dict keys.
/// </summary>
public sealed class NonNegativeNetwork : Module<Tensor, Tensor>
{
    private readonly IReadOnlyList<Module<Tensor, Tensor>> _steps;

    /// <summary>The network of these steps.</summary>
    public NonNegativeNetwork(IEnumerable<(string Name, Module<Tensor, Tensor> Step)> steps) : base(nameof(NonNegativeNetwork))
    {
        Steps = [.. steps];
        _steps = [.. Steps.Select(s => s.Step)];
        foreach (var (name, step) in Steps) register_module(name, step);
    }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<(string Name, Module<Tensor, Tensor> Step)> Steps { get; }

    /// <summary>All linear layers and convolutions, in order, those of residual blocks included; recurrent layers are among the <see cref="Steps"/> only.</summary>
    public IEnumerable<(string Name, NonNegativeLayer Layer)> Layers =>
        named_modules().Where(m => m.Item2 is NonNegativeLayer).Select(m => (m.Item1, (NonNegativeLayer)m.Item2));

    /// <summary>How every layer is computed.</summary>
    public ExecutionPath Path
    {
        get => _path;
        set
        {
            _path = value;
            foreach (var layer in modules().OfType<INonNegativeLayer>()) layer.Path = value;
        }
    }

    private ExecutionPath _path;

    /// <summary>The original network's output. The fused path leaves c out of the sums; the two-branch path carries it as the hardware does.</summary>
    public override Tensor forward(Tensor x) => NonNegative.Steps.Run(_steps, x, _path == ExecutionPath.Fused);

    /// <summary>Makes the supports of every layer's W+ and W- (a recurrent layer's both pairs) disjoint again without changing the function.</summary>
    public void Canonicalise()
    {
        foreach (var layer in modules().OfType<INonNegativeLayer>()) layer.Canonicalise();
    }
}
