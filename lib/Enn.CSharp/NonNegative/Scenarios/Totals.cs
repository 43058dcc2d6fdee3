using TorchSharp;
using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>
/// Loss and right answers of many batches, summed where the batches are and read once: on an accelerator, reading a number after each step would make the
/// host wait for it.
/// </summary>
internal sealed class Totals : IDisposable
{
    private Tensor? _loss, _right;
    private long _samples;

    /// <summary>Adds a batch: its mean loss, the network's outputs [B, classes], the labels [B].</summary>
    internal void Add(Tensor loss, Tensor output, Tensor y)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        _loss ??= zeros(1, dtype: ScalarType.Float64, device: output.device).DetachFromDisposeScope();
        _right ??= zeros(1, dtype: ScalarType.Int64, device: output.device).DetachFromDisposeScope();
        var count = y.size(0);
        _loss.add_(loss.detach().to_type(ScalarType.Float64).mul(count));
        _right.add_(output.argmax(-1).eq(y).sum());
        _samples += count;
    }

    /// <summary>The share of right answers and the mean loss per sample; NaN without a batch.</summary>
    internal Evaluation Read() => new((double)(_right?.item<long>() ?? 0) / _samples, (_loss?.item<double>() ?? 0) / _samples, _samples);

    public void Dispose()
    {
        _loss?.Dispose();
        _right?.Dispose();
    }
}
