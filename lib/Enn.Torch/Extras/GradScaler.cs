using Enn.Torch.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch;

/// <summary>
/// Scales losses so that float16 gradients do not vanish: <c>scaler.Scale(loss).backward(); scaler.Step(optimizer); scaler.Update();</c>. A step whose gradients
/// overflow is left out and the scale halved; after a run of good steps it doubles.
/// </summary>
public sealed class GradScaler(double initialScale = 65536, double growth = 2, double backoff = 0.5, int growthInterval = 2000, bool enabled = true)
{
    private static readonly Op _unscale = "_amp_foreach_non_finite_check_and_unscale_", _full = "full", _mul = "mul.Scalar";
    private readonly HashSet<optim.Optimizer> _unscaled = new(ReferenceEqualityComparer.Instance), _stepped = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<optim.Optimizer, bool> _overflowed = new(ReferenceEqualityComparer.Instance);
    private int _good;

    /// <summary>The present factor.</summary>
    public double CurrentScale { get; private set; } = initialScale;

    /// <summary>Steps since the last overflow or growth: with <see cref="CurrentScale"/> the whole state, for exact resume.</summary>
    public int GoodSteps => _good;

    public void Restore(double scale, int goodSteps) => (CurrentScale, _good) = (scale, goodSteps);

    public Tensor Scale(Tensor loss) => enabled ? _mul.Call(loss, CurrentScale) : loss;

    /// <summary>Divides the gradients by the scale, for clipping before <see cref="Step"/>.</summary>
    public void Unscale(optim.Optimizer optimizer)
    {
        if (!enabled) return;
        if (!_unscaled.Add(optimizer)) throw new InvalidOperationException("the gradients of this optimizer are unscaled already: call Update() after each step");
        var overflow = false;
        using (no_grad())
        {
            using var scope = NewDisposeScope();
            // The fused operator takes gradients of one device and one type.
            foreach (var group in optimizer.parameters().Select(p => p.grad).OfType<Tensor>().GroupBy(g => (g.device, g.dtype)))
            {
                var gradients = group.ToArray();
                var found = _full.Call(Array.Empty<long>(), 0.0, ScalarType.Float32, default, group.Key.device);
                if (group.Key.device.type == DeviceType.CUDA) _unscale.Run(Arg.List(gradients), found, _full.Call(Array.Empty<long>(), 1 / CurrentScale, ScalarType.Float32, default, group.Key.device));
                else UnscaleOneByOne(gradients, found);
                overflow |= found.ToScalar().AsDouble != 0;
            }
        }
        _overflowed[optimizer] = overflow;
    }

    private static readonly Op _scaleBy = "mul_.Scalar", _isFinite = "isfinite", _all = "all", _fill = "fill_.Scalar";

    // The fused operator exists for CUDA only in libtorch before 2.3.
    private void UnscaleOneByOne(Tensor[] gradients, Tensor found)
    {
        foreach (var gradient in gradients)
        {
            _scaleBy.Run(gradient, 1 / CurrentScale);
            if (_all.Call(_isFinite.Call(gradient)).ToScalar().AsInt64 == 0) _fill.Run(found, 1);
        }
    }

    /// <summary>The optimizer's step, unless a gradient is infinite or not a number; returns whether it was taken.</summary>
    public bool Step(optim.Optimizer optimizer)
    {
        if (enabled)
        {
            if (!_stepped.Add(optimizer)) throw new InvalidOperationException("this optimizer took its step already: call Update() after each step");
            if (!_unscaled.Contains(optimizer)) Unscale(optimizer);
            if (_overflowed[optimizer]) return false;
        }
        optimizer.step();
        return true;
    }

    /// <summary>Adapts the scale, once after the steps of all optimizers.</summary>
    public void Update()
    {
        if (!enabled) return;
        if (_overflowed.Count == 0) throw new InvalidOperationException("Update() follows Step()");
        if (_overflowed.ContainsValue(true)) (CurrentScale, _good) = (CurrentScale * backoff, 0);
        else if (++_good == growthInterval) (CurrentScale, _good) = (CurrentScale * growth, 0);
        _unscaled.Clear();
        _stepped.Clear();
        _overflowed.Clear();
    }
}
