using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Data.Splits;

/// <summary>Pixels in another order, the same for all images and channels.</summary>
public static class PixelPermutation
{
    /// <summary>The order of a task.</summary>
    /// <param name="pixels">Pixels of a plane.</param>
    /// <param name="seed">The sequence's seed.</param>
    /// <param name="task">The task.</param>
    public static int[] Order(int pixels, long seed, int task) => Shuffle.Order(pixels, Seeds.Derive(seed, task));

    /// <summary>The transform: pixel i of the result is pixel <c>order[i]</c> of the image.</summary>
    /// <param name="order">A permutation of the pixels of a plane, row by row.</param>
    public static Transform Of(IReadOnlyList<int> order) => (images, _) =>
    {
        using var scope = NewDisposeScope();
        var which = tensor([.. order.Select(pixel => (long)pixel)], [order.Count], device: images.device);
        return images.flatten(2).index_select(2, which).view(images.shape).MoveToOuterDisposeScope();
    };
}
