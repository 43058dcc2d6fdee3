using Enn.Data;
using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>
/// First-order Taylor expansion (Molchanov et al. 2017, as the paper uses it): how much the loss would change without a neuron, the sum over batches of the mean
/// over samples and pixels of |dL/dy y|, y being the layer's direct output. One pass in evaluation mode that computes no gradient of any weight.
/// </summary>
/// <param name="perLayer">Divides each group's scores by their l2 norm, as Molchanov et al. do and the paper does not: keeps layers from emptying one by one.</param>
/// <param name="batches">How many batches of the epoch to look at; null for all.</param>
public sealed class TaylorExpansion(bool perLayer = false, int? batches = null) : ICriterion
{
    private readonly int? _limit = batches;

    /// <inheritdoc/>
    public string Name => "taylor";

    /// <inheritdoc/>
    public bool NetworkWide => true;

    /// <inheritdoc/>
    public bool NeedsData => true;

    /// <inheritdoc/>
    public IReadOnlyDictionary<ChannelGroup, double[]> Scores(TaskPhase phase, IEnumerable<Batch> batches)
    {
        // No scope around the loop: it would keep what the caller's batches are made of.
        using var sums = new ScoreSums(phase);
        var training = phase.training;
        phase.eval();
        try
        {
            foreach (var batch in batches.Take(_limit ?? int.MaxValue)) Score(phase, batch, sums);
        }
        finally
        {
            phase.train(training);
        }
        return sums.Read(perLayer ? sum => sum / (sum.norm() + double.Epsilon) : null);
    }

    private static void Score(TaskPhase phase, Batch batch, ScoreSums sums)
    {
        using var scope = NewDisposeScope();
        var outputs = new List<(ChannelGroup Group, Tensor Y)>();
        var logits = phase.Compute(batch.Inputs, (layer, y) =>
        {
            if (layer.Scored) outputs.Add((layer.To, y));
            return y;
        });
        if (outputs.Count == 0) return;
        var gradients = autograd.grad([phase.Loss(logits, batch.Labels)], [.. outputs.Select(o => o.Y)], allow_unused: true);
        using var _ = no_grad();
        foreach (var ((group, y), gradient) in outputs.Zip(gradients))
            // An output that no kept neuron reads has no gradient, and no influence.
            if (gradient is not null) sums.Add(group, MeanMagnitude(y.detach(), gradient));
    }

    /// <summary>The mean of |g y| over all but the channels.</summary>
    internal static Tensor MeanMagnitude(Tensor y, Tensor gradient)
    {
        var product = (gradient * y).abs_();
        return product.ndim > 2 ? product.flatten(2).mean([0, 2]) : product.mean([0]);
    }
}
