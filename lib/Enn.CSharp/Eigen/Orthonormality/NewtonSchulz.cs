using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// Products only, so the cheapest hard way on an accelerator: X (3 I - X^T X) / 2 after each step. With err = max |s^2 - 1| one iteration leaves at most 0.875 err^2
/// where err is at most 1/2; it is repeated until that is below 1e-4, most often once. A step so long that the iteration might not converge is retracted by
/// sign-fixed QR.
/// </summary>
public sealed class NewtonSchulz : HardOrthonormality
{
    private const double LastError = 0.01;
    private const double LargestError = 0.5;

    /// <inheritdoc/>
    public override string Name => "newton-schulz";

    /// <inheritdoc/>
    public override Tensor Retract(Tensor point, Tensor tangent)
    {
        var moved = point + tangent;
        for (var first = true; ; first = false)
        {
            var defect = Defect(moved);
            // The Frobenius norm is never below the 2-norm.
            var error = defect.square().sum([-2L, -1L]).sqrt().max().ToDouble();
            if (!(error <= LargestError)) return SignFixedQr.Orthonormalise(first ? moved : point + tangent);
            moved -= moved.matmul(defect) / 2;
            if (error <= LastError) return moved;
        }
    }

    /// <summary>One iteration, X (3 I - X^T X) / 2.</summary>
    public static Tensor Iterate(Tensor point) => DecoupledPenalty.Step(point, 0.5);

    /// <summary>Whether the iteration converges to a frame near this point: all singular values in (0, sqrt 3). Above sqrt 3 one changes sign.</summary>
    public static bool Converges(Tensor point)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var values = linalg.svdvals(point);
        return values.gt(0).all().item<bool>() && values.lt(Math.Sqrt(3)).all().item<bool>();
    }
}
