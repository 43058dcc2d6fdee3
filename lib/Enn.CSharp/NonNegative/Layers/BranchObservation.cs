using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>What the two branches of one layer saw: every tensor here must be non-negative.</summary>
/// <param name="Input">x - a_min, after padding.</param>
/// <param name="Mirror">a_max - x, after padding.</param>
/// <param name="Response">z'.</param>
public readonly record struct BranchObservation(Tensor Input, Tensor Mirror, Tensor Response);
