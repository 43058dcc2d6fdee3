using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>
/// The maximum over windows, [B, C, H, W] -&gt; [B, C, H / s, W / s] rounded down. Windows are s x s where s divides the size. Where it does not, the official
/// code drops the last rows and columns, which no rotation respects; the exact mode lets neighbouring windows overlap by the remainder, so that they
/// lie symmetrically.
/// </summary>
public sealed class SpatialPool : Module<Tensor, Tensor>, IEquivariant
{
    private readonly int _stride;
    private readonly EquivarianceMode _mode;

    /// <summary>A pool.</summary>
    /// <param name="field">What it reads and gives.</param>
    /// <param name="stride">s.</param>
    /// <param name="mode">What to do with a remainder.</param>
    public SpatialPool(FeatureField field, int stride, EquivarianceMode mode = EquivarianceMode.Exact) : base(nameof(SpatialPool))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        (Input, _stride, _mode) = (field, stride, mode);
    }

    /// <inheritdoc/>
    public FeatureField Input { get; }

    /// <inheritdoc/>
    public FeatureField Output => Input;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The map is smaller than a window or has another number of channels.</exception>
    public override Tensor forward(Tensor x)
    {
        Input.Check(x);
        var (height, width) = (x.size(2), x.size(3));
        if (height < _stride || width < _stride) throw new ArgumentException($"A map of {height} x {width} has no window of {_stride} x {_stride}.", nameof(x));
        long Side(long length) => _mode == EquivarianceMode.Exact ? _stride + length % _stride : _stride;
        return functional.max_pool2d(x, [Side(height), Side(width)], [_stride, _stride]);
    }
}
