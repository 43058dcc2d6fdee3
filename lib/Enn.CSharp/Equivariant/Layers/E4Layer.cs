using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>
/// The paper's efficient equivariant layer, [B, C n, H, W] -&gt; [B, outputs n, H, W]. An encoder mixes fields and group elements at each pixel, V = W * X;
/// a generator makes a kernel of each pixel out of the features there, K = W2 ReLU(norm(W1 * X)) + b2; the kernels, turned with their group element, are laid
/// over V. Mixing of the group and of space are apart, which is where parameters and work are saved.
/// </summary>
public sealed class E4Layer : Module<Tensor, Tensor>, IEquivariant
{
    private readonly Sequential v;
    private readonly Sequential conv1;
    private readonly Sequential conv2;
    private readonly E4Options _options;
    private readonly int _stride;
    private readonly SpatialPool? _pool;

    /// <summary>A layer with weights from the default generator.</summary>
    /// <param name="input">Regular fields.</param>
    /// <param name="outputs">Fields that it gives.</param>
    /// <param name="options">The kernel and its generator.</param>
    /// <param name="stride">
    /// 1 in every net of the paper. Above, the exact mode takes the maximum over windows of the full result; the official one averages the generator's input over
    /// windows and samples the result at their first pixels, which no rotation respects, and takes only sizes that the stride divides.
    /// </param>
    /// <exception cref="ArgumentException">An even kernel, fields of a slice that do not divide the outputs, or a reduction that leaves nothing of the inputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride below 1.</exception>
    public E4Layer(FeatureField input, long outputs, E4Options options, int stride = 1) : base(nameof(E4Layer))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        if (options.Kernel < 1 || options.Kernel % 2 == 0) throw new ArgumentException($"A kernel of {options.Kernel} pixels a side has no pixel at its centre.", nameof(options));
        var hidden = options.Reduction > 0 ? (long)(input.Fields / options.Reduction) : 0;
        if (hidden < 1) throw new ArgumentException($"A reduction of {options.Reduction} leaves nothing of {input.Fields} fields.", nameof(options));
        if (options.FieldsPerSlice < 1 || outputs % options.FieldsPerSlice != 0) throw new ArgumentException($"Slices of {options.FieldsPerSlice} fields do not divide {outputs}.", nameof(options));
        (Input, Output, _options, _stride) = (input, FeatureField.Regular(input.Group, outputs), options, stride);
        var reduced = FeatureField.Regular(input.Group, hidden);
        v = Sequential(new GroupConvolution(input, outputs, 1));
        conv1 = Sequential(new GroupConvolution(input, hidden, 1), new FieldNorm(reduced, options.Mode), ReLU(inplace: true));
        conv2 = Sequential(new PointwiseConvolution(reduced, outputs / options.FieldsPerSlice * options.Kernel * options.Kernel));
        if (stride > 1 && options.Mode == EquivarianceMode.Exact) _pool = new SpatialPool(Output, stride);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public FeatureField Input { get; }

    /// <inheritdoc/>
    public FeatureField Output { get; }

    /// <summary>What it is made of.</summary>
    public E4Options Options => _options;

    /// <summary>The encoder: V of X.</summary>
    public Tensor Encode(Tensor x) => v.call(x);

    /// <summary>The generator: K of X before the turn with the group, [B, S k k n, H, W], channel ((s k k + u) n + g).</summary>
    public Tensor Generate(Tensor x) => WrappedTensorDisposeScope(() => conv2.call(conv1.call(x)));

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The map has another number of channels, or a size that an official stride does not divide.</exception>
    public override Tensor forward(Tensor x)
    {
        Input.Check(x);
        using var scope = NewDisposeScope();
        var sampled = _pool is null ? _stride : 1;
        if (sampled > 1 && (x.size(2) % sampled != 0 || x.size(3) % sampled != 0))
            throw new ArgumentException($"The official stride of {sampled} divides no map of {x.size(2)} x {x.size(3)}; the exact mode takes any size.", nameof(x));
        var kernels = Generate(sampled > 1 ? functional.avg_pool2d(x, sampled, sampled) : x);
        var y = Aggregation.Apply(kernels, Encode(x), Input.Group, _options.Kernel, sampled);
        return (_pool is null ? y : _pool.call(y)).MoveToOuterDisposeScope();
    }
}
