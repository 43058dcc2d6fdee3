using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Networks;

/// <summary>Where a normalisation stands in a <see cref="CifarResNet"/>.</summary>
/// <param name="Stage">0 for the stem, 1 to 4 for the stages of blocks.</param>
/// <param name="Block">Which block of the stage, from 0.</param>
/// <param name="Index">Which norm of the block: 0, 1, (2) on the main path, -1 on the shortcut; 0 in the stem.</param>
public sealed record NormPlace(int Stage, int Block, int Index)
{
    /// <summary>The norm after the first convolution.</summary>
    public static NormPlace Stem { get; } = new(0, 0, 0);
}

/// <summary>Makes the norm of a place.</summary>
/// <param name="place">Where.</param>
/// <param name="channels">Of how many channels.</param>
/// <returns>A module [B, channels, H, W] -&gt; the same shape.</returns>
public delegate Module<Tensor, Tensor> NormFactory(NormPlace place, long channels);
