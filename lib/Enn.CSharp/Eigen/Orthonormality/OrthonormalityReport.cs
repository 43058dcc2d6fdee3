using Enn.Experiments;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>How far a factor's columns are from orthonormal, computed in float64.</summary>
/// <param name="Frobenius">||X^T X - I||_F / sqrt(r).</param>
/// <param name="Spectral">max |s^2 - 1| over singular values s.</param>
/// <param name="LargestProduct">The largest |inner product| of two columns.</param>
/// <param name="SmallestNorm">Of a column.</param>
/// <param name="LargestNorm">Of a column.</param>
public sealed record FactorReport(double Frobenius, double Spectral, double LargestProduct, double SmallestNorm, double LargestNorm)
{
    /// <summary>Of a factor [n, r].</summary>
    public static FactorReport Of(Tensor factor)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var defect = Orthonormality.Defect(factor.detach().to(ScalarType.Float64));
        var squares = defect.diagonal(0, -2, -1) + 1;
        return new FactorReport(defect.norm().ToDouble() / Math.Sqrt(defect.size(0)), linalg.eigvalsh(defect).abs().max().ToDouble(),
            (defect - defect.diagonal(0, -2, -1).diag()).abs().max().ToDouble(), squares.min().sqrt().ToDouble(), squares.max().sqrt().ToDouble());
    }
}

/// <summary>A layer's bases and spectrum.</summary>
/// <param name="Layer">Its name in the network.</param>
/// <param name="Q">The basis of outputs.</param>
/// <param name="P">The basis of inputs.</param>
/// <param name="Condition">max |Lambda| / min |Lambda|.</param>
/// <param name="EffectiveRank">exp of the entropy of |Lambda| / sum |Lambda|.</param>
/// <param name="StableRank">sum Lambda^2 / max Lambda^2.</param>
public sealed record LayerReport(string Layer, FactorReport Q, FactorReport P, double Condition, double EffectiveRank, double StableRank)
{
    /// <summary>
    /// The bounds of W's k-th singular value relative to the k-th largest |Lambda|: [1 - eps, 1 + eps] with eps the larger spectral error; no bound from 1 on.
    /// </summary>
    public double SingularValueError => Math.Max(Q.Spectral, P.Spectral);

    /// <summary>Of a layer.</summary>
    public static LayerReport Of(string name, EigenLayer layer)
    {
        var (q, lambda, p) = layer.Factors;
        var spectrum = lambda.detach().cpu().to(ScalarType.Float64).data<double>().ToArray().Select(Math.Abs).ToArray();
        var (sum, largest) = (spectrum.Sum(), spectrum.Max());
        var entropy = -spectrum.Where(value => value > 0).Sum(value => value / sum * Math.Log(value / sum));
        return new LayerReport(name, FactorReport.Of(q), FactorReport.Of(p), largest / spectrum.Min(), Math.Exp(entropy), spectrum.Sum(value => value * value) / (largest * largest));
    }
}

/// <summary>The orthonormality of a network's layers.</summary>
public static class OrthonormalityReport
{
    private static readonly TableColumn[] Columns =
    [
        new("layer"), new("factor"), new("e_F", true), new("e_2", true), new("largest x_i.x_j", true), new("shortest x_i", true), new("longest x_i", true),
        new("condition", true), new("effective rank", true), new("stable rank", true),
    ];

    /// <summary>A report for each layer, in the network's order.</summary>
    public static IReadOnlyList<LayerReport> Of(nn.Module network) =>
        network is EigenLayer only ? [LayerReport.Of(only.GetName(), only)] : [.. network.named_modules().Where(m => m.module is EigenLayer).Select(m => LayerReport.Of(m.name, (EigenLayer)m.module))];

    /// <summary>Two lines a layer, one a factor.</summary>
    public static Table ToTable(IEnumerable<LayerReport> reports) => new("Orthonormality of the bases", Columns, [.. reports.SelectMany(Rows)],
    [
        "e_F = ||X^T X - I||_F / sqrt(r); e_2 = max |s^2 - 1| over singular values s, both in float64.",
        "Every singular value of W lies within 1 - e_2 and 1 + e_2 (of the worse factor) times the |Lambda| of the same rank, where e_2 < 1.",
    ]);

    private static IEnumerable<IReadOnlyList<string>> Rows(LayerReport report)
    {
        string[] Row(string factor, FactorReport f, params string[] layer) =>
            [report.Layer, factor, $"{f.Frobenius:0.0e+0}", $"{f.Spectral:0.0e+0}", $"{f.LargestProduct:0.0e+0}", $"{f.SmallestNorm:0.000}", $"{f.LargestNorm:0.000}", .. layer];
        yield return Row("Q", report.Q, $"{report.Condition:0.0}", $"{report.EffectiveRank:0.0}", $"{report.StableRank:0.0}");
        yield return Row("P", report.P, "", "", "");
    }
}
