using Enn.Data;
using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>
/// The p-norm of a neuron's incoming weights, over the inputs that are alive: pruned inputs are no part of the block, so they cannot distort it.
/// </summary>
/// <param name="p">1, 2 or any other number above 0.</param>
public sealed class LpNorm(double p = 2) : ICriterion
{
    private readonly double _p = p > 0 ? p : throw new ArgumentOutOfRangeException(nameof(p), p, "A norm has an order above 0.");

    /// <inheritdoc/>
    public string Name => $"l{_p}";

    /// <inheritdoc/>
    public bool NetworkWide => false;

    /// <inheritdoc/>
    public bool NeedsData => false;

    /// <inheritdoc/>
    public IReadOnlyDictionary<ChannelGroup, double[]> Scores(TaskPhase phase, IEnumerable<Batch> batches)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        // The norm of norms is the norm of all: nothing of a weight's size is made.
        Tensor Norm(Tensor weight) => linalg.vector_norm(weight.flatten(1), _p, [1]);
        double[] Of(Tensor[] parts) => parts.Length == 0 ? [] : linalg.vector_norm(stack(parts), _p, [0]).to(ScalarType.Float64).cpu().data<double>().ToArray();
        return phase.Network.Groups.ToDictionary(group => group, group => Of([.. phase.Blocks.Where(b => b.Key.Scored && b.Key.To == group)
            .SelectMany(b => new Tensor?[] { b.Value.Weight, b.Value.Carried }).OfType<Tensor>().Select(Norm)]));
    }
}
