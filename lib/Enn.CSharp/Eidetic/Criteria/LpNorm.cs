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
        var sums = new ScoreSums(phase);
        foreach (var (layer, block) in phase.Blocks.Where(b => b.Key.Scored))
            foreach (var weight in new[] { block.Weight, block.Carried })
                if (weight is not null) sums.Add(layer.To, weight.to(ScalarType.Float64).flatten(1).abs().pow(_p).sum(1));
        return sums.Read(sum => sum.pow(1 / _p));
    }
}
