using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.WhiteningPaper;

/// <summary>
/// How near each mode's gradient of M^(-1/2) is to the true one, by the ratio of neighbouring eigenvalues: cosine and relative error over random upstream
/// gradients. The truth is checked against finite differences on the way.
/// </summary>
internal static class Fidelity
{
    internal const string Name = "fidelity";

    private const int Dimension = 8, Batch = 64;
    // Of finite differences, in smallest eigenvalues.
    private const double RelativeStep = 1e-4;

    private static readonly double[] Ratios = [0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.94, 0.95, 0.97, 0.99, 1];
    private static readonly string[] Modes = ["exact", "taylor", "pi", "clip", "naive"];

    private static readonly TableColumn[] Columns =
        [new("ratio", true), .. Modes.Select(mode => new TableColumn($"cosine {mode}", true)), .. Modes.Select(mode => new TableColumn($"error {mode}", true))];

    internal static PlannedTable Plan(int seeds)
    {
        var rows = Ratios.Select(ratio => (Ratio: ratio, Runs: Enumerable.Range(0, seeds).Select(seed => Run(ratio, seed)).ToList())).ToList();
        return new PlannedTable(Name, [.. rows.SelectMany(r => r.Runs)], records => new Table(
            $"Whitening: gradient of M^(-1/2) against finite differences, d = {Dimension}, eigenvalues ratio^0 ... ratio^{Dimension - 1}", Columns,
            [.. rows.Select(r => Cells(r.Ratio, [.. r.Runs.Select(run => records.GetValueOrDefault(run.Settings)).OfType<RunRecord>()]))],
            [
                $"Means over {Batch} directions: of the derivative along a random symmetric direction, cosine and relative error between a mode and central differences in float64.",
                "The paper's gradient (pi, K = 19) turns against the true one where neighbouring eigenvalues meet; ratio 1 is M = I, where naive gives no number.",
            ]));
    }

    private static PlannedRun Run(double ratio, int seed) => new(new RunSettings(new Dictionary<string, string>
    {
        ["paper"] = "whitening", ["revision"] = TrainingPlan.Revision, ["experiment"] = Name, ["ratio"] = ratio.ToString("R"), ["dimension"] = $"{Dimension}", ["directions"] = $"{Batch}", ["seed"] = $"{seed}",
    }), $"fidelity at ratio {ratio}", 0, 0, 0.01, () => new SingleMeasurement(_ => Measure(ratio, seed)))
    { Headline = "cosine_exact" };

    private static Dictionary<string, double> Measure(double ratio, int seed)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)Training.Seeds.Derive(seed, 0));
        Tensor Normal(params long[] shape) => randn(shape, ScalarType.Float64, generator: random);
        var basis = ratio == 1 ? eye(Dimension, dtype: ScalarType.Float64) : linalg.qr(Normal(Dimension, Dimension)).Item1;
        var m = (basis * pow(tensor(ratio), arange(Dimension, dtype: ScalarType.Float64))).matmul(basis.t()).unsqueeze(0);
        var upstream = MatrixFunction.Symmetric(Normal(1, Dimension, Dimension));
        var directions = MatrixFunction.Symmetric(Normal(Batch, Dimension, Dimension));
        Tensor Along(Tensor gradient) => (gradient * directions).sum([1, 2]);

        var all = new KeepAll();
        var exact = new SpectralMap(new InverseSquareRoot(), new ExactGradient(), all);
        Tensor Loss(double step) => (exact.Forward(m + step * directions).Value * upstream).sum([1, 2]);
        var size = RelativeStep * Math.Pow(ratio, Dimension - 1);
        var truth = (Loss(size) - Loss(-size)) / (2 * size);
        var metrics = new Dictionary<string, double>();
        foreach (var mode in Modes)
        {
            var map = new SpectralMap(new InverseSquareRoot(), NormChoice.Mode(mode), all);
            var ours = Along(map.Pullback(map.Forward(m).Saved, upstream));
            metrics[$"cosine_{mode}"] = (ours.dot(truth) / (ours.norm() * truth.norm())).ToDouble();
            metrics[$"error_{mode}"] = ((ours - truth).norm() / truth.norm()).ToDouble();
        }
        return metrics;
    }

    private static string[] Cells(double ratio, List<RunRecord> records)
    {
        string Mean(string name, string format) => Measurement.Of(records, name) is { } measured ? double.IsFinite(measured.Mean) ? measured.Mean.ToString(format) : "NaN" : Table.Missing;
        return [$"{ratio}", .. Modes.Select(mode => Mean($"cosine_{mode}", "0.000")), .. Modes.Select(mode => Mean($"error_{mode}", "0.0e+0"))];
    }
}
