using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>Batch normalisation of fields, [B, C n, H, W]: statistics and affine map of a field are shared over the group, so it is equivariant in training too.</summary>
public sealed class GroupBatchNorm : Module<Tensor, Tensor>, IEquivariant
{
    private readonly BatchNorm2d bn;

    /// <summary>A normalisation; momentum .1, epsilon 1e-5.</summary>
    public GroupBatchNorm(FeatureField field) : base(nameof(GroupBatchNorm))
    {
        Input = field;
        bn = BatchNorm2d(field.Fields);
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
        // The group and the rows make one dimension: the statistics are over both.
        return bn.call(x.reshape(x.size(0), Input.Fields, Input.Width * x.size(2), x.size(3))).reshape(x.shape).MoveToOuterDisposeScope();
    }
}
