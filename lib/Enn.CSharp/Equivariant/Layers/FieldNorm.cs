using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>
/// Normalises each field of each sample over the group and the pixels, [B, C n, H, W], then an affine map, epsilon 1e-5. The official map has two
/// numbers for each channel, C n: with the first step of training it differs between group elements and equivariance is lost. The exact one has two for
/// each field.
/// </summary>
public sealed class FieldNorm : Module<Tensor, Tensor>, IEquivariant
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly EquivarianceMode _mode;

    /// <summary>A normalisation, at first without effect of its affine map.</summary>
    public FieldNorm(FeatureField field, EquivarianceMode mode = EquivarianceMode.Exact) : base(nameof(FieldNorm))
    {
        (Input, _mode) = (field, mode);
        var count = mode == EquivarianceMode.Exact ? field.Fields : field.Channels;
        weight = Parameter(ones(count));
        bias = Parameter(zeros(count));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public FeatureField Input { get; }

    /// <inheritdoc/>
    public FeatureField Output => Input;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The map has another number of channels.</exception>
    public override Tensor forward(Tensor x)
    {
        Input.Check(x);
        using var scope = NewDisposeScope();
        Tensor Channels(Tensor values) => _mode == EquivarianceMode.Exact ? values.unsqueeze(1).expand(Input.Fields, Input.Width).reshape(Input.Channels) : values;
        return functional.group_norm(x, Input.Fields, Channels(weight), Channels(bias)).MoveToOuterDisposeScope();
    }
}
