using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>The maximum over the group, [B, C n, H, W] -&gt; [B, C, H, W]: a plain map, whose global maximum or mean no element changes. Of equal values the first gets the gradient.</summary>
public sealed class GroupPool : Module<Tensor, Tensor>, IEquivariant
{
    /// <summary>A pool of regular fields.</summary>
    public GroupPool(FeatureField input) : base(nameof(GroupPool)) => Input = input;

    /// <inheritdoc/>
    public FeatureField Input { get; }

    /// <inheritdoc/>
    public FeatureField Output => FeatureField.Image(Input.Group, Input.Fields);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The map has another number of channels.</exception>
    public override Tensor forward(Tensor x)
    {
        Input.Check(x);
        using var scope = NewDisposeScope();
        return x.reshape(x.size(0), Input.Fields, Input.Width, x.size(2), x.size(3)).max(2).values.MoveToOuterDisposeScope();
    }
}
