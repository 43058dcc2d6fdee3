using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>The choices that the transformation leaves open.</summary>
public sealed record TransformOptions
{
    /// <summary>How the activation shifts are chosen.</summary>
    public ShiftRule Rule { get; init; } = ShiftRule.Paper;

    /// <summary>The bounds of the network's input; images have [0, 1].</summary>
    public InputRange Input { get; init; } = InputRange.Unit;

    /// <summary>The clip value of activations without an upper bound (ReLU becomes ReLU-N); also the alpha of the layers that they feed.</summary>
    public double? ActivationBound { get; init; }

    /// <summary>
    /// Inputs to measure every layer's range on: alpha then is the largest value seen in place of the activation's upper bound, which keeps c and with it the
    /// rounding error small. Non-negativity holds for inputs whose values stay within what was seen.
    /// </summary>
    public IEnumerable<Tensor>? Calibration { get; init; }

    /// <summary>By which fraction measured ranges are widened.</summary>
    public double CalibrationMargin { get; init; }

    /// <summary>How the twin computes.</summary>
    public ExecutionPath Path { get; init; } = ExecutionPath.Fused;

    /// <summary>The official code's new-bias routine in place of b' = bt + c (see <see cref="UpstreamBias"/>); only presets that reproduce a published number set it.</summary>
    public bool UpstreamNewBias { get; init; }
}
