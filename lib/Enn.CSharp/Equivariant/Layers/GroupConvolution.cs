using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>
/// The group convolution, [B, input channels, H, W] -&gt; [B, outputs n, H, W], with zeros around the map: the lifting one where it reads an image,
/// the one that mixes the group elements where it reads regular fields. Free weight: <c>weight</c> [outputs, inputs, k, k], [outputs, inputs, n, k, k] or, with a
/// kernel of one pixel on regular fields, [outputs, inputs, n]; initially N(0, 2 / values that an output reads).
/// </summary>
public sealed class GroupConvolution : Module<Tensor, Tensor>, IEquivariant
{
    private readonly Parameter weight;
    private readonly Parameter? bias;
    private readonly ExpandedWeight _expanded;
    private readonly SpatialPool? _pool;
    private readonly int _kernel;

    /// <summary>A convolution with weights from the default generator.</summary>
    /// <param name="input">What it reads.</param>
    /// <param name="outputs">Fields that it gives.</param>
    /// <param name="kernel">k, odd.</param>
    /// <param name="stride">A convolution of every pixel, then a maximum over windows of this size: the official meaning of a stride.</param>
    /// <param name="hasBias">Whether a number is added to each field, initially N(0, 1) as in the official code.</param>
    /// <param name="mode">How the windows lie in maps that they do not divide.</param>
    /// <exception cref="ArgumentOutOfRangeException">An even kernel: its centre is no pixel. A stride below 1.</exception>
    public GroupConvolution(FeatureField input, long outputs, int kernel, int stride = 1, bool hasBias = false, EquivarianceMode mode = EquivarianceMode.Exact)
        : base(nameof(GroupConvolution))
    {
        if (kernel < 1 || kernel % 2 == 0) throw new ArgumentOutOfRangeException(nameof(kernel), kernel, "A kernel has an odd number of pixels a side.");
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        (Input, Output, _kernel) = (input, FeatureField.Regular(input.Group, outputs), kernel);
        var reads = input.Channels * kernel * kernel;
        long[] shape = [outputs, input.Fields, .. input.IsRegular ? [input.Width] : Array.Empty<long>(), .. kernel > 1 || !input.IsRegular ? [kernel, kernel] : Array.Empty<long>()];
        weight = Parameter(normal(0, Math.Sqrt(2.0 / reads), shape));
        if (hasBias) bias = Parameter(randn(outputs));
        _expanded = new ExpandedWeight(WeightGather.Of(input, kernel));
        if (stride > 1) _pool = new SpatialPool(Output, stride, mode);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public FeatureField Input { get; }

    /// <inheritdoc/>
    public FeatureField Output { get; }

    /// <summary>The free weight.</summary>
    public Parameter Weight => weight;

    /// <summary>The full weight of the ordinary convolution that this is, [outputs n, input channels, k, k]: the caller's to dispose, and in evaluation in the memory that the layer keeps.</summary>
    public Tensor FullWeight()
    {
        using var scope = NewDisposeScope();
        return _expanded.Of(weight, training).alias().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The map has another number of channels.</exception>
    public override Tensor forward(Tensor x)
    {
        Input.Check(x);
        using var scope = NewDisposeScope();
        var y = functional.conv2d(x, _expanded.Of(weight, training), bias?.repeat_interleave(Output.Width), padding: [_kernel / 2, _kernel / 2]);
        if (_pool is not null) y = _pool.call(y);
        return y.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        if (train) _expanded.Forget();
        base.train(train);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _expanded.Forget();
        base.Dispose(disposing);
    }
}
