using Enn.Data;

namespace Enn.Eidetic;

/// <summary>
/// The scores of <see cref="TaylorExpansion"/> from the pass that trains: those of the last epoch before the pruning step, in training mode, without a pass of
/// their own. Each epoch starts from nothing.
/// </summary>
public sealed class TrainingTaylor : ICriterion
{
    private TaskPhase? _phase;
    private IReadOnlyDictionary<ChannelGroup, double[]>? _scores;

    /// <inheritdoc/>
    public string Name => "taylor (training pass)";

    /// <inheritdoc/>
    public bool NetworkWide => true;

    /// <inheritdoc/>
    public bool NeedsData => true;

    /// <summary>The scores of the last epoch of this phase; without one, those of an extra pass.</summary>
    public IReadOnlyDictionary<ChannelGroup, double[]> Scores(TaskPhase phase, IEnumerable<Batch> batches) =>
        _phase == phase && _scores is { } taken ? taken : new TaylorExpansion().Scores(phase, batches);

    /// <summary>Takes the scores of an epoch.</summary>
    internal void Take(TaskPhase phase, ScoreRecorder recorder) => (_phase, _scores) = (phase, recorder.Sums.Read());
}
