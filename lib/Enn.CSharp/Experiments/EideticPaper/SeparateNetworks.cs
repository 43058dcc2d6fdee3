namespace Enn.Experiments.EideticPaper;

/// <summary>A network for each task: nothing can be forgotten, at the price of as many networks.</summary>
internal sealed class SeparateNetworks(SequenceChoice choice, IReadOnlyList<DenseNetwork> networks) : DenseLearner(choice, networks);
