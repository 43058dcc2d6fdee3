namespace Enn.Experiments.NonNegativePaper;

/// <summary>A row of a published table: what was done, and the number printed for it.</summary>
/// <param name="Method">How the net was trained, in the official code's words.</param>
/// <param name="Architecture"><c>mlp</c>, <c>cnn</c>, <c>rnn</c> or an ImageNet net's name.</param>
/// <param name="Dataset">The data.</param>
/// <param name="Activation"><c>photonic_sigmoid</c>, <c>photonic_sinusoidal</c> or <c>relu</c>.</param>
/// <param name="Optimizer"><c>csgd</c>, <c>nnsgd</c>, or <c>-</c> where the transformed net is not trained.</param>
/// <param name="Published">The published number.</param>
public sealed record PublishedRow(string Method, string Architecture, string Dataset, string Activation, string Optimizer, PublishedResult Published);
