using Enn.Data;
using Enn.Training;

namespace Enn.Eidetic;

/// <summary>Scores without meaning, drawn anew at each call: the baseline of the other criteria.</summary>
/// <param name="seed">The same seed draws the same neurons in the same state of pruning.</param>
public sealed class RandomScores(long seed = 0) : ICriterion
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public bool NetworkWide => false;

    /// <inheritdoc/>
    public bool NeedsData => false;

    /// <inheritdoc/>
    public IReadOnlyDictionary<ChannelGroup, double[]> Scores(TaskPhase phase, IEnumerable<Batch> batches)
    {
        // By what is left, so that nothing has to be remembered from call to call and a resumed run draws the same.
        var kept = phase.Network.Groups.Sum(group => phase.Kept(group).Count);
        var draw = Seeds.Derive(seed, ((long)phase.Network.Visits.Count << 32) + kept);
        return phase.Network.Groups.Select((group, i) => (group, scores: Enumerable.Range(0, phase.Kept(group).Count)
            .Select(n => (double)Seeds.Derive(Seeds.Derive(draw, i), n)).ToArray())).ToDictionary(g => g.group, g => g.scores);
    }
}
