using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// The comparison of a network with its twin: the paper's nn_match, made strict. Both must predict the same class for every sample and their outputs must
/// agree within a tolerance; equal accuracies alone prove nothing.
/// </summary>
/// <param name="Samples">How many samples were compared.</param>
/// <param name="ChangedPredictions">How many got another class.</param>
/// <param name="MaxLogitDifference">The largest difference of any output.</param>
/// <param name="Tolerance">What that may be.</param>
/// <param name="OriginalAccuracy">Of the network, in [0, 1].</param>
/// <param name="TwinAccuracy">Of its twin.</param>
public sealed record IsomorphismReport(long Samples, long ChangedPredictions, double MaxLogitDifference, double Tolerance, double OriginalAccuracy, double TwinAccuracy)
{
    /// <summary>Identical predictions and outputs within tolerance.</summary>
    public bool Matches => ChangedPredictions == 0 && MaxLogitDifference <= Tolerance;

    /// <summary>Compares on labelled batches, both networks in evaluation mode (their modes are restored).</summary>
    /// <param name="original">The network.</param>
    /// <param name="twin">Its twin.</param>
    /// <param name="batches">Inputs with class labels, int64 of shape [B].</param>
    /// <param name="tolerance">The largest allowed output difference; null for 1e-3 in float32, 1e-11 in float64.</param>
    /// <param name="observe">Is shown the original's outputs and the labels of each batch.</param>
    /// <exception cref="ArgumentException">There is no batch.</exception>
    public static IsomorphismReport Compare(Module<Tensor, Tensor> original, Module<Tensor, Tensor> twin, IEnumerable<(Tensor X, Tensor Y)> batches, double? tolerance = null,
        Action<Tensor, Tensor>? observe = null)
    {
        var modes = (original.training, twin.training);
        original.eval();
        twin.eval();
        try
        {
            return Count(original, twin, batches, tolerance, observe);
        }
        finally
        {
            original.train(modes.Item1);
            twin.train(modes.Item2);
        }
    }

    private static IsomorphismReport Count(Module<Tensor, Tensor> original, Module<Tensor, Tensor> twin, IEnumerable<(Tensor X, Tensor Y)> batches, double? tolerance,
        Action<Tensor, Tensor>? observe)
    {
        using var _ = no_grad();
        long samples = 0, changed = 0, right = 0, twinRight = 0;
        double largest = 0;
        foreach (var (x, y) in batches)
        {
            using var scope = NewDisposeScope();
            var (a, b) = (original.forward(x), twin.forward(x));
            observe?.Invoke(a, y);
            tolerance ??= a.dtype == ScalarType.Float64 ? 1e-11 : 1e-3;
            var (p, q) = (a.argmax(-1), b.argmax(-1));
            var difference = (a - b).abs().max().ToDouble();
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
            samples += y.numel();
            changed += p.ne(q).sum().ToInt64();
            right += p.eq(y).sum().ToInt64();
            twinRight += q.eq(y).sum().ToInt64();
        }
        if (samples == 0) throw new ArgumentException("There is no batch to compare the networks on.", nameof(batches));
        return new(samples, changed, largest, tolerance!.Value, (double)right / samples, (double)twinRight / samples);
    }
}
