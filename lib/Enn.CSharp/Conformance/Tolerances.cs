using static TorchSharp.torch;

namespace Enn.Conformance;

/// <summary>The largest relative errors that a case allows.</summary>
/// <param name="First">Of evaluation logits and the first loss.</param>
/// <param name="Gradients">Of gradient norms.</param>
/// <param name="Later">Of later losses and the final logits.</param>
/// <param name="Rounding">The share of the largest gradient norm below which a norm is nothing but rounding.</param>
/// <param name="AmplifiedGradients">
/// Of gradient norms of a net that amplifies rounding. In float32 far more than <paramref name="Gradients"/>: with two images of 16 pixels, that is with eight values behind
/// each statistic of the last stage, the official form's own float32 gradients in PyTorch differ from its float64 ones by 3e-2 in Eigen's ResNet-50 and 101, by 5e-2 in its ResNet-152.
/// </param>
/// <param name="Jump">
/// A loss that changes by more than this factor between two steps belongs to a net that amplifies rounding: there only the first loss and the gradients bind.
/// </param>
public sealed record Tolerances(double First, double Gradients, double Later, double Rounding, double AmplifiedGradients, double Jump)
{
    /// <summary>What a run in this type must keep.</summary>
    public static Tolerances Of(ScalarType dtype) => dtype switch
    {
        ScalarType.Float64 => new(1e-9, 1e-7, 1e-5, 1e-6, 1e-7, 5),
        ScalarType.Float32 => new(1e-4, 1e-3, 1e-2, 1e-4, 1e-1, 4),
        _ => throw new ArgumentException($"Cases run in float64 or float32, not {dtype}.", nameof(dtype)),
    };
}
