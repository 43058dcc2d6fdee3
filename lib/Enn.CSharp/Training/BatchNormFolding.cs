using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Training;

/// <summary>
/// A batch normalisation in evaluation mode is affine, so it goes into the layer before it: with
/// s = gamma / sqrt(var + eps), W becomes s W (per output) and b becomes beta + s (b - mean).
/// </summary>
public static class BatchNormFolding
{
    /// <summary>The folded weight (the shape of <paramref name="weight"/>) and bias (shape [N]; it exists even where the layer had none).</summary>
    /// <exception cref="ArgumentException">The normalisation keeps no running statistics.</exception>
    public static (Tensor Weight, Tensor Bias) Fold(Tensor weight, Tensor? bias, BatchNorm norm)
    {
        using var _ = no_grad();
        if (norm.running_mean is not { } mean || norm.running_var is not { } variance)
            throw new ArgumentException("A batch normalisation without running statistics depends on its batch and cannot be folded.", nameof(norm));
        var scale = (variance + norm.eps).rsqrt();
        if (norm.weight is { } gamma) scale *= gamma;
        var row = new long[weight.ndim];
        Array.Fill(row, 1);
        row[0] = -1;
        var folded = (bias is null ? mean.neg() : bias - mean) * scale;
        return (weight * scale.view(row), norm.bias is { } beta ? folded + beta : folded);
    }
}
