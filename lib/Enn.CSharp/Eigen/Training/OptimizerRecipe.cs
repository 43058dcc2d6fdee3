using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>Which optimizer a network, or a unit of it, is trained with.</summary>
/// <param name="Kind">AdamW or SGD.</param>
/// <param name="Rate">The base learning rate; a schedule changes it step by step.</param>
/// <param name="WeightDecay">Of all parameters, or of all but the bases.</param>
/// <param name="Momentum">beta1 of AdamW, momentum of SGD.</param>
/// <param name="Nesterov">Of SGD.</param>
/// <param name="DecayBases">
/// Whether Q and P decay as well, as in the official scripts, where that pulls column norms below 1 against the penalty. Without, decay acts on the spectrum, which
/// is decay of W while bases are orthonormal.
/// </param>
public sealed record OptimizerRecipe(OptimizerKind Kind, double Rate, double WeightDecay = 0.01, double Momentum = 0.9, bool Nesterov = false, bool DecayBases = true)
{
    /// <summary>The optimizer over these parameters.</summary>
    /// <param name="parameters">All that it trains.</param>
    /// <param name="bases">Those among them that are bases.</param>
    public optim.Optimizer Create(IReadOnlyList<Parameter> parameters, IReadOnlyList<Parameter> bases)
    {
        var apart = new HashSet<Parameter>(DecayBases ? [] : bases, ReferenceEqualityComparer.Instance);
        var groups = new[] { (Members: parameters.Where(p => !apart.Contains(p)).ToArray(), Decay: WeightDecay), (parameters.Where(apart.Contains).ToArray(), 0) }.Where(g => g.Members.Length > 0);
        return Kind == OptimizerKind.AdamW
            ? optim.AdamW(groups.Select(g => new AdamW.ParamGroup(g.Members, Rate, Momentum, weight_decay: g.Decay)), Rate, Momentum)
            : optim.SGD(groups.Select(g => new SGD.ParamGroup(g.Members, Rate, Momentum, weight_decay: g.Decay, nesterov: Nesterov)), Rate, Momentum, nesterov: Nesterov);
    }
}

/// <summary>The papers' optimizers.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay; beta2 0.999, epsilon 1e-8.</summary>
    AdamW,

    /// <summary>Gradient descent with momentum.</summary>
    Sgd,
}
