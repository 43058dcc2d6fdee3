using Enn.Data;

namespace Enn.Eidetic;

/// <summary>How much the free neurons matter: those with the lowest scores are pruned first.</summary>
public interface ICriterion
{
    /// <summary>What reports call it.</summary>
    string Name { get; }

    /// <summary>Whether scores compare across groups, so that one threshold serves the whole network; else each group loses the same share.</summary>
    bool NetworkWide { get; }

    /// <summary>Whether <see cref="Scores"/> looks at the batches.</summary>
    bool NeedsData { get; }

    /// <summary>One score for each kept neuron of each group, in the order of <see cref="TaskPhase.Kept"/>. Changes nothing in the phase and remembers nothing of the call.</summary>
    /// <param name="phase">The phase to prune.</param>
    /// <param name="batches">An epoch of the task's training data.</param>
    IReadOnlyDictionary<ChannelGroup, double[]> Scores(TaskPhase phase, IEnumerable<Batch> batches);
}
