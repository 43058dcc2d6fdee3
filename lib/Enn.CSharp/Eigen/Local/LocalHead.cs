using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>
/// A frozen random linear classifier on a unit's output: weight and bias uniform in +-1/sqrt(D), never trained. The gradient that it hands to the unit is
/// H^T (softmax - onehot) / B, a fixed random projection of the error.
/// </summary>
public sealed class LocalHead : IDisposable
{
    private readonly LocalHeadOptions _options;
    private readonly long _features, _classes, _seed;
    private readonly ScalarType _dtype;
    private readonly Device _device;
    private readonly (Tensor Weight, Tensor Bias)? _kept;

    /// <summary>A head for outputs like this one.</summary>
    /// <param name="options">What it reads and whether it is kept.</param>
    /// <param name="output">Any output of the unit, [B, C, H, W] or [B, T, D]; decides size, type and device.</param>
    /// <param name="classes">K.</param>
    /// <param name="seed">Decides the weights, kept or not.</param>
    public LocalHead(LocalHeadOptions options, Tensor output, long classes, long seed)
    {
        (_options, _classes, _seed, _dtype, _device) = (options, classes, seed, output.dtype, output.device);
        using var scope = NewDisposeScope();
        _features = Read(output).size(1);
        if (options.Regenerated) return;
        var (weight, bias) = Draw();
        _kept = (weight.DetachFromDisposeScope(), bias.DetachFromDisposeScope());
    }

    /// <summary>How many values it keeps.</summary>
    public long Kept => _kept is null ? 0 : _classes * (_features + 1);

    /// <summary>Logits [B, K]; gradients flow to the output alone.</summary>
    public Tensor Logits(Tensor output)
    {
        var (weight, bias) = _kept ?? Draw();
        return functional.linear(Read(output), weight, bias);
    }

    /// <summary>The weight [K, D] and bias [K] that are kept, by the official names; empty where they are drawn from the seed.</summary>
    public IEnumerable<(string Name, Tensor Value)> State() => _kept is { } kept ? [("weight", kept.Weight), ("bias", kept.Bias)] : [];

    /// <inheritdoc/>
    public void Dispose()
    {
        _kept?.Weight.Dispose();
        _kept?.Bias.Dispose();
    }

    private Tensor Read(Tensor output) => output.ndim == 3 ? output.mean([1L])
        : _options.Input == HeadInput.Pooled ? functional.adaptive_avg_pool2d(output, _options.PoolSize).flatten(1)
        : output.flatten(1);

    private (Tensor Weight, Tensor Bias) Draw()
    {
        using var generator = new Generator((ulong)_seed);
        var bound = 1 / Math.Sqrt(_features);
        // In place: a head may be as large as all that is left of the memory.
        Tensor Uniform(params long[] shape) => rand(shape, generator: generator).mul_(2).sub_(1).mul_(bound).to(_dtype).to(_device);
        return (Uniform(_classes, _features), Uniform(_classes));
    }
}
