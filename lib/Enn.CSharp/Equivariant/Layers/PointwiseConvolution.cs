using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>
/// One matrix applied at each pixel and each group element alike, [B, C n, H, W] -&gt; [B, C' n, H, W], with a bias: the last step of the E4 layer's kernel
/// generator. Equivariant, for it mixes neither pixels nor elements.
/// </summary>
public sealed class PointwiseConvolution : Module<Tensor, Tensor>, IEquivariant
{
    private readonly Conv3d net;

    /// <summary>A layer; initially U(-1/sqrt(C), 1/sqrt(C)).</summary>
    public PointwiseConvolution(FeatureField input, long outputs) : base(nameof(PointwiseConvolution))
    {
        (Input, Output) = (input, input with { Fields = outputs });
        net = Conv3d(input.Fields, outputs, 1);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public FeatureField Input { get; }

    /// <inheritdoc/>
    public FeatureField Output { get; }

    /// <summary>[C', C, 1, 1, 1].</summary>
    public Parameter Weight => net.weight!;

    /// <summary>[C'].</summary>
    public Parameter Bias => net.bias!;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The map has another number of channels.</exception>
    public override Tensor forward(Tensor x)
    {
        Input.Check(x);
        using var scope = NewDisposeScope();
        var (batch, height, width) = (x.size(0), x.size(2), x.size(3));
        // The group's elements as further rows of a two-dimensional map.
        var y = functional.conv2d(x.reshape(batch, Input.Fields, Input.Width * height, width), net.weight!.view(Output.Fields, Input.Fields, 1, 1), net.bias);
        return y.view(batch, Output.Channels, height, width).MoveToOuterDisposeScope();
    }
}
