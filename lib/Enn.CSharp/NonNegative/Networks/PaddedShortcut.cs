using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// The shortcut without weights of the CIFAR ResNets (He et al. 2015, option A): every stride-th pixel, and channels of zeros before and behind.
/// [B, inputs, H, W] -&gt; [B, width, H/stride, W/stride] (rounded up).
/// </summary>
/// <param name="inputs">Channels read.</param>
/// <param name="width">Channels given.</param>
/// <param name="stride">Rows and columns from one pixel to the next.</param>
public sealed class PaddedShortcut(long inputs, long width, long stride) : Module<Tensor, Tensor>(nameof(PaddedShortcut))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var before = (width - inputs) / 2;
        var pixels = x.slice(2, 0, x.size(2), stride).slice(3, 0, x.size(3), stride);
        return functional.pad(pixels, [0, 0, 0, 0, before, width - inputs - before]).MoveToOuterDisposeScope();
    }
}
