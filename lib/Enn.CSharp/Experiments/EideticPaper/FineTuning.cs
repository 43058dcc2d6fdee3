namespace Enn.Experiments.EideticPaper;

/// <summary>Nothing is held on to: all weights of the body are trained on each task in turn, and each task has a head of its own.</summary>
internal sealed class FineTuning(SequenceChoice choice, DenseNetwork network) : DenseLearner(choice, [network]);
