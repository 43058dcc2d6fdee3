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
    /// rounding error small. Non-negativity holds for inputs whose values stay within what was seen. Without an <see cref="ActivationBound"/> the largest value
    /// seen also becomes the clip value of an activation without an upper bound (ReLU): on inputs that would exceed it the twin's function is another one than
    /// the network's.
    /// </summary>
    public IEnumerable<Tensor>? Calibration { get; init; }

    /// <summary>
    /// By which fraction measured ranges are widened. Without any, a value that equals the largest one seen may exceed it by the twin's own rounding.
    /// </summary>
    public double CalibrationMargin { get; init; }

    /// <summary>
    /// One range for the inputs of every layer in place of derived and measured ones; null for none. The function stays the same, non-negativity holds only
    /// where the values lie in it. Only presets that reproduce a published number set it.
    /// </summary>
    public InputRange? UpstreamAlpha { get; init; }

    /// <summary>How the twin computes.</summary>
    public ExecutionPath Path { get; init; } = ExecutionPath.Fused;

    /// <summary>The official code's new-bias routine in place of b' = bt + c (see <see cref="UpstreamBias"/>); only presets that reproduce a published number set it.</summary>
    public bool UpstreamNewBias { get; init; }
}
