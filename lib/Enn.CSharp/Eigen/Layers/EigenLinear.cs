using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>x W^T + b with W = Q diag(Lambda) P^T: [..., d] -&gt; [..., o].</summary>
public sealed class EigenLinear : EigenLayer
{
    /// <summary>A layer of this size.</summary>
    /// <param name="inFeatures">d.</param>
    /// <param name="outFeatures">o.</param>
    /// <param name="bias">Whether b, which starts at zero, is there.</param>
    /// <param name="initialisation">How the factors start.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public EigenLinear(long inFeatures, long outFeatures, bool bias = true, Initialisation initialisation = Initialisation.OfficialFlattened)
        : base(nameof(EigenLinear), outFeatures, inFeatures, 1, bias, initialisation) { }

    /// <inheritdoc/>
    public override long[] WeightShape => [Factors.Outputs, Factors.Inputs];

    /// <inheritdoc/>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">The input's last dimension is not d.</exception>
    public override Tensor forward(Tensor input)
    {
        if (UsesKept) return functional.linear(input, Weight, bias);
        var factors = Factors;
        return ExecutionCost.Choose(Path, factors.Outputs, factors.Inputs, input.numel() / Math.Max(1, input.size(-1))) == ExecutionPath.Merged
            ? functional.linear(input, factors.Merge(), bias)
            : functional.linear(input.matmul(factors.P), factors.Q * factors.Lambda, bias);
    }
}
