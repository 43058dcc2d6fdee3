using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eidetic;

/// <summary>x W^T + b: [B, inputs] -&gt; [B, outputs]. Behind a flattened image each channel has as many columns, side by side, as the image had pixels.</summary>
/// <param name="ColumnsPerChannel">Columns of a channel.</param>
public sealed record LinearConnection(int ColumnsPerChannel = 1) : Connection
{
    /// <inheritdoc/>
    public override long[] Shape(long outputs, long inputs) => [outputs, inputs * ColumnsPerChannel];

    /// <inheritdoc/>
    public override Tensor Apply(Tensor x, Tensor weight, Tensor? bias) => functional.linear(x, weight, bias);

    /// <inheritdoc/>
    public override Tensor Accumulate(Tensor sum, Tensor x, Tensor weight) => addmm(sum, x, weight.t(), 1, 1);

    /// <inheritdoc/>
    public override Tensor Gather(Tensor weight, Tensor? outputs, Tensor? inputs) => ColumnsPerChannel == 1
        ? base.Gather(weight, outputs, inputs)
        : base.Gather(weight.view(weight.size(0), -1, ColumnsPerChannel), outputs, inputs).flatten(1);

    /// <inheritdoc/>
    public override BatchNorm Norm(long channels) => BatchNorm1d(channels);
}
