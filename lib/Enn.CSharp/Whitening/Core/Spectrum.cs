using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// Eigenvalues in descending order and which of them are kept, with what every gradient needs of their pairs: entry (i, j) of a pair matrix belongs to
/// eigenvalues i and j.
/// </summary>
public sealed class Spectrum
{
    /// <summary>Eigenvalues below this are taken for it, so that inverse powers stay finite in float32 too; the layers' epsilon is far above.</summary>
    public const double Floor = 1e-20;

    private const double Rounding = 2.220446049250313e-16;

    /// <summary>The pairs of a spectrum.</summary>
    /// <param name="values">Descending positive eigenvalues, float64 [G, d].</param>
    /// <param name="keep">Which are kept, bool [G, d].</param>
    public Spectrum(Tensor values, Tensor keep)
    {
        (Values, Keep) = (values, keep);
        var (row, column) = (values.unsqueeze(-1), values.unsqueeze(-2));
        Large = maximum(row, column);
        Small = minimum(row, column);
        Ratio = Small / Large;
    }

    /// <summary>Descending eigenvalues, float64 [G, d].</summary>
    public Tensor Values { get; }

    /// <summary>Which are kept, bool [G, d].</summary>
    public Tensor Keep { get; }

    /// <summary>The larger eigenvalue of each pair, [G, d, d].</summary>
    public Tensor Large { get; }

    /// <summary>The smaller eigenvalue of each pair, [G, d, d].</summary>
    public Tensor Small { get; }

    /// <summary>rho = small / large in (0, 1], [G, d, d].</summary>
    public Tensor Ratio { get; }

    /// <summary>
    /// Eigenvalues and eigenvectors of symmetric matrices in descending order. Rounding below zero is lifted to rounding level or <see cref="Floor"/>.
    /// Matrices with NaN or infinity have the eigenvalues NaN, instead of the exception that LAPACK's failure would be.
    /// </summary>
    /// <param name="matrices">Float64 [G, d, d].</param>
    public static (Tensor Values, Tensor Vectors) Decompose(Tensor matrices)
    {
        using var scope = NewDisposeScope();
        var poison = (matrices - matrices).sum([-2, -1]).unsqueeze(-1);
        var (ascending, columns) = linalg.eigh(matrices.nan_to_num(0, 0, 0));
        var (values, vectors) = (ascending.flip(-1), columns.flip(-1));
        values = maximum(values, values.narrow(-1, 0, 1) * (matrices.size(-1) * Rounding)).clamp_min_(Floor).add_(poison);
        return scope.MoveToOuter(values, vectors);
    }

    /// <summary>Where both of a pair are kept, bool [G, d, d].</summary>
    public Tensor BothKept => Keep.unsqueeze(-1).logical_and(Keep.unsqueeze(-2));

    /// <summary>Where just one of a pair, the larger, is kept, bool [G, d, d].</summary>
    public Tensor OneKept => Keep.unsqueeze(-1).logical_xor(Keep.unsqueeze(-2));

    /// <summary>sum_{k &lt; terms} rho^k of each pair: no quotient, which would be 0/0 at ties. By doubling: S_2n = S_n (1 + rho^n), S_n+1 = 1 + rho S_n.</summary>
    public Tensor GeometricSum(int terms)
    {
        using var scope = NewDisposeScope();
        var (sum, power) = (ones_like(Ratio), Ratio);
        for (var bit = 30 - int.LeadingZeroCount(terms); bit >= 0; bit--)
        {
            sum = sum + sum * power;
            power = power * power;
            if ((terms >> bit & 1) == 0) continue;
            sum = sum * Ratio + 1;
            power = power * Ratio;
        }
        return sum.MoveToOuterDisposeScope();
    }
}
