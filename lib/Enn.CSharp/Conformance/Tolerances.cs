using static TorchSharp.torch;

namespace Enn.Conformance;

/// <summary>The largest relative errors that a case allows.</summary>
/// <param name="First">Of evaluation logits and the first loss.</param>
/// <param name="Gradients">Of gradient norms.</param>
/// <param name="Later">Of later losses and the final logits.</param>
public sealed record Tolerances(double First, double Gradients, double Later)
{
    /// <summary>What a run in this type must keep.</summary>
    public static Tolerances Of(ScalarType dtype) => dtype switch
    {
        ScalarType.Float64 => new(1e-9, 1e-7, 1e-5),
        ScalarType.Float32 => new(1e-4, 1e-3, 1e-2),
        _ => throw new ArgumentException($"Cases run in float64 or float32, not {dtype}.", nameof(dtype)),
    };
}
