using Enn.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Whitening;

/// <summary>Which batch normalisations of a ResNet a decomposition layer replaces.</summary>
public enum Placement
{
    /// <summary>None: the baseline.</summary>
    Nowhere,

    /// <summary>The one after the first convolution: the paper's.</summary>
    Stem,

    /// <summary>Those on the main path of the first block.</summary>
    FirstBlock,

    /// <summary>The last one on the main path of the last block.</summary>
    Last,
}

/// <summary>Makes the norms of a <see cref="CifarResNet"/> with a decomposition layer at a placement.</summary>
public static class Placements
{
    /// <summary>The norms of a network.</summary>
    /// <param name="placement">Where.</param>
    /// <param name="layer">The decomposition layer of so many channels.</param>
    /// <param name="depth">The network's depth, which says which block is its last.</param>
    public static NormFactory Norms(Placement placement, Func<long, Module<Tensor, Tensor>> layer, int depth = 18)
    {
        var (lastBlock, lastIndex) = (depth == 18 ? 1 : 2, depth < 50 ? 1 : 2);
        return (place, channels) => IsReplaced(place) ? layer(channels) : nn.BatchNorm2d(channels);

        bool IsReplaced(NormPlace place) => placement switch
        {
            Placement.Stem => place == NormPlace.Stem,
            Placement.FirstBlock => place is { Stage: 1, Block: 0, Index: >= 0 },
            Placement.Last => place.Stage == 4 && place.Block == lastBlock && place.Index == lastIndex,
            _ => false,
        };
    }
}
